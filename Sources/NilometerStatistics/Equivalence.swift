/// Whether two samples are shown to be alike: two one-sided tests.
///
/// Source: D. J. Schuirmann, 1987. Equivalence at level α is shown when the interval with confidence 1 − 2α lies within the limit.
public enum Equivalence {
    /// The larger of the p of both one-sided Welch tests that the means differ by less than `limit`; nil unless both samples
    /// have two values and the limit is above 0.
    ///
    /// - Complexity: O(n + m).
    public static func p(_ first: [Double], _ second: [Double], limit: Double) -> Double? {
        guard limit > 0, let test = TTest.welch(first, second) else { return nil }
        guard test.error > 0 else { return abs(test.difference) < limit ? 0 : 1 }
        let low = StudentT.cumulative(-(test.difference + limit) / test.error, freedom: test.freedom)
        let high = StudentT.cumulative((test.difference - limit) / test.error, freedom: test.freedom)
        return max(low, high)
    }

    /// The larger of the p of both one-sided t tests that the mean of paired differences lies within the limit; nil unless
    /// there are two differences and the limit is above 0.
    ///
    /// - Complexity: O(n).
    public static func p(ofDifferences differences: [Double], limit: Double) -> Double? {
        guard limit > 0, differences.count > 1 else { return nil }
        let count = Double(differences.count)
        let mean = differences.reduce(0, +) / count
        let deviance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let error = (deviance / (count - 1) / count).squareRoot()
        guard error > 0 else { return abs(mean) < limit ? 0 : 1 }
        let low = StudentT.cumulative(-(mean + limit) / error, freedom: count - 1)
        let high = StudentT.cumulative((mean - limit) / error, freedom: count - 1)
        return max(low, high)
    }
}
