public import NilometerCore

/// The points of a series, in columns of equal length.
public struct PointsView: Codable, Sendable {
    /// The series' id.
    public var series: String
    /// The commits, oldest first.
    public var commits: [String]
    /// The runs.
    public var runs: [String]
    /// The centres.
    public var values: [Double]
    /// The spreads; null where unknown.
    public var spreads: [Double?]
    /// How many samples are behind each.
    public var counts: [Int]

    /// Shows points.
    public init(series: String, points: [Point]) {
        self.series = series
        commits = points.map(\.commit)
        runs = points.map(\.run)
        values = points.map(\.value)
        spreads = points.map { $0.spread.isFinite ? $0.spread : nil }
        counts = points.map(\.count)
    }
}
