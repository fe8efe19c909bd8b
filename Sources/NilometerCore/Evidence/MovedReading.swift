/// A benchmark and metric that got worse, for which a reason is asked.
public struct MovedReading: Sendable, Equatable {
    /// The benchmark, its parameters and the metric.
    public var key: SeriesKey
    /// The canonical unit of the values.
    public var unit: String
    /// The level before.
    public var before: Double
    /// The level after.
    public var after: Double

    /// Makes a moved reading.
    public init(key: SeriesKey, unit: String, before: Double, after: Double) {
        self.key = key
        self.unit = unit
        self.before = before
        self.after = after
    }
}
