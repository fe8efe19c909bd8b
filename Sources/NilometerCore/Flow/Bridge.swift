/// How the readings of one strand of a series relate to those of another: a factor from commits that were measured on both.
///
/// Strands are the series of one benchmark, metric and machine name whose hosts differ in their fingerprint.
public struct Bridge: Sendable, Equatable {
    /// The strand that is read.
    public var series: Series
    /// The strand that it is compared with.
    public var other: Series
    /// How many commits were measured on both and used, at least 5.
    public var commits: Int
    /// What this strand reads over what the other does.
    public var factor: Double
    /// The interval of the factor.
    public var interval: ClosedRange<Double>
    /// The coverage that the interval reached, 0 to 1.
    public var coverage: Double
    /// How the hosts differ, from the other to this one, as `cpu x → y`.
    public var differences: [String]

    /// Makes a bridge.
    public init(
        series: Series,
        other: Series,
        commits: Int,
        factor: Double,
        interval: ClosedRange<Double>,
        coverage: Double,
        differences: [String]
    ) {
        self.series = series
        self.other = other
        self.commits = commits
        self.factor = factor
        self.interval = interval
        self.coverage = coverage
        self.differences = differences
    }
}
