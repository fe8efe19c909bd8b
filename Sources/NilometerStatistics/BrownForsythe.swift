/// The test of Brown and Forsythe, 1974, of whether two samples spread alike: an analysis of variance of the distances from the
/// medians.
public enum BrownForsythe {
    /// The statistic and its p; nil unless both samples have two values and some distance varies.
    ///
    /// - Complexity: O(n + m) typical.
    public static func test(_ first: [Double], _ second: [Double]) -> (statistic: Double, p: Double)? {
        guard first.count > 1, second.count > 1, let a = Median.of(first), let b = Median.of(second) else { return nil }
        // With two groups the analysis of variance is the square of the pooled t test.
        guard let test = TTest.pooled(first.map { abs($0 - a) }, second.map { abs($0 - b) }), test.error > 0 else {
            return nil
        }
        return (test.t * test.t, test.p)
    }
}
