import Foundation

/// The regularised incomplete beta function.
public enum IncompleteBeta {
    /// The share of the beta distribution with shapes `a` and `b` that lies below `x`; both shapes above 0.
    ///
    /// The continued fraction of Abramowitz and Stegun 26.5.8, by Lentz's method.
    ///
    /// - Complexity: O(√max(a, b)) steps.
    public static func regularised(_ x: Double, _ a: Double, _ b: Double) -> Double {
        regularised(x, complement: 1 - x, a, b, logBeta: logBeta(a, b))
    }

    /// The same where 1 − x is known more exactly than by subtraction.
    static func regularised(
        _ x: Double,
        complement: Double,
        _ a: Double,
        _ b: Double,
        logBeta: Double
    ) -> Double {
        guard x > 0 else { return 0 }
        guard complement > 0 else { return 1 }
        let front = exp(a * log(x) + b * log(complement) - logBeta)
        if x < (a + 1) / (a + b + 2) { return front * fraction(x, a, b) / a }
        return 1 - front * fraction(complement, b, a) / b
    }

    /// The logarithm of the beta function.
    static func logBeta(_ a: Double, _ b: Double) -> Double { logGamma(a) + logGamma(b) - logGamma(a + b) }

    /// The logarithm of the gamma function for positive arguments: Stirling's series, shifted upwards first.
    static func logGamma(_ x: Double) -> Double {
        var shifted = x
        var product = 1.0
        while shifted < 12 {
            product *= shifted
            shifted += 1
        }
        let inverse = 1 / shifted
        let square = inverse * inverse
        let series =
            inverse
            * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188))))
        return (shifted - 0.5) * log(shifted) - shifted + 0.5 * log(2 * Double.pi) + series - log(product)
    }

    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        var c = 1.0
        var d = 1 - (a + b) * x / (a + 1)
        if abs(d) < tiny { d = tiny }
        d = 1 / d
        var value = d
        for step in 1...500 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 + even * d
            c = 1 + even / c
            if abs(d) < tiny { d = tiny }
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            value *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 + odd * d
            c = 1 + odd / c
            if abs(d) < tiny { d = tiny }
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            let factor = d * c
            value *= factor
            if abs(factor - 1) < 1e-15 { break }
        }
        return value
    }
}
