/// How much values resemble their predecessors.
public enum Autocorrelation {
    /// The correlation at a lag, over the variance of all values; 0 when nothing varies or there are too few values.
    ///
    /// - Complexity: O(n).
    public static func of(_ values: [Double], lag: Int = 1) -> Double {
        guard lag >= 0, values.count > lag else { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        guard square > 0 else { return 0 }
        let product = (lag..<values.count).reduce(0) { $0 + (values[$1] - mean) * (values[$1 - lag] - mean) }
        return product / square
    }

    /// By how much the error of a mean grows when neighbours correlate as an autoregression of first order: √((1+ρ)/(1−ρ)).
    ///
    /// `correlation` is taken as at most 0.99 and at least 0.
    public static func inflation(_ correlation: Double) -> Double {
        let correlation = min(0.99, max(0, correlation))
        return ((1 + correlation) / (1 - correlation)).squareRoot()
    }
}
