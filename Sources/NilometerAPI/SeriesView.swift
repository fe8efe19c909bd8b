public import NilometerCore

/// A series as the API shows it.
public struct SeriesView: Codable, Sendable {
    /// The public id.
    public var id: String
    /// The benchmark.
    public var benchmark: String
    /// Its parameters.
    public var parameters: [String: String]
    /// The metric.
    public var metric: String
    /// The canonical unit.
    public var unit: String
    /// The better direction.
    public var better: Better
    /// The machine's name.
    public var machine: String
    /// Whether the values are exact.
    public var exact: Bool

    /// Shows a series.
    public init(_ series: Series) {
        id = series.id
        benchmark = series.key.benchmark
        parameters = series.key.parameters
        metric = series.key.metric
        unit = series.unit
        better = series.better
        machine = series.machine
        exact = series.isExact
    }
}
