public import NilometerCore

/// A bridge between two strands of a series as the API shows it.
public struct BridgeView: Codable, Sendable {
    /// The id of the strand that it leads to.
    public var series: String
    /// The id of the strand that it comes from.
    public var from: String
    /// How many commits were measured on both.
    public var commits: Int
    /// What the one reads over what the other does.
    public var factor: Double
    /// The interval of the factor.
    public var interval: [Double]
    /// The coverage that the interval reached.
    public var coverage: Double
    /// How the hosts differ, as `cpu x → y`.
    public var differences: [String]

    /// Shows a bridge.
    public init(_ bridge: Bridge) {
        series = bridge.series.id
        from = bridge.other.id
        commits = bridge.commits
        factor = bridge.factor
        interval = [bridge.interval.lowerBound, bridge.interval.upperBound]
        coverage = bridge.coverage
        differences = bridge.differences
    }
}
