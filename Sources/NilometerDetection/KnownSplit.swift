/// How far the level moved at a place that is known: the interval is not that of a search.
public struct KnownSplit: Sendable, Equatable {
    /// After over before: the exponential of the median difference of logarithms.
    public let ratio: Double
    /// The 95 % interval of the ratio.
    public let interval: ClosedRange<Double>
    /// The coverage that the interval reached, 0 to 1.
    public let coverage: Double

    /// Compares the values before an index with those from it on; nil when a side is empty or a value is not above 0.
    ///
    /// It assumes that values are independent and that both sides are alike but for the ratio.
    ///
    /// - Complexity: O(n log² n).
    public init?(of values: [Double], at index: Int) {
        guard index > 0, index < values.count else { return nil }
        let size = Size(Array(values[..<index]), Array(values[index...]), inflation: 1)
        guard let ratio = size.ratio, let interval = size.interval, let coverage = size.coverage else { return nil }
        (self.ratio, self.interval, self.coverage) = (ratio, interval, coverage)
    }
}
