import Foundation

/// The standard normal distribution.
public enum Normal {
    /// The probability of at most `z`.
    public static func cumulative(_ z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }

    /// The probability of more than `z`.
    public static func tail(_ z: Double) -> Double { erfc(z / 2.0.squareRoot()) / 2 }

    /// The value that is not exceeded with probability `p`; infinite at 0 and 1, not a number outside.
    ///
    /// P. J. Acklam's rational approximation with two steps of Halley's method: about 1e-15 relative.
    public static func quantile(_ p: Double) -> Double {
        guard p > 0, p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
        if p > 0.5 { return -quantile(1 - p) }
        var z: Double
        if p < 0.02425 {
            let q = (-2 * log(p)).squareRoot()
            z = polynomial(tailAbove, q) / (polynomial(tailBelow, q) * q + 1)
        } else {
            let q = p - 0.5
            z = polynomial(centreAbove, q * q) * q / (polynomial(centreBelow, q * q) * q * q + 1)
        }
        for _ in 0..<2 {
            let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
            guard density > 0 else { return z }
            let step = (cumulative(z) - p) / density
            z -= step / (1 + z * step / 2)
        }
        return z
    }

    /// The value that is exceeded with probability `p`, exact for small `p` too.
    public static func upperQuantile(_ p: Double) -> Double { -quantile(p) }

    private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
        coefficients.reduce(0) { $0 * x + $1 }
    }

    private static let centreAbove = [
        -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
        -3.066479806614716e+01, 2.506628277459239e+00,
    ]
    private static let centreBelow = [
        -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
        -1.328068155288572e+01,
    ]
    private static let tailAbove = [
        -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
        4.374664141464968e+00, 2.938163982698783e+00,
    ]
    private static let tailBelow = [
        7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00,
    ]
}
