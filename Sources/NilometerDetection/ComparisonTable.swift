public import NilometerCore
import NilometerStatistics

/// The rows of one unit in one configuration.
public struct ComparisonTable: Sendable, Equatable {
    /// The parameters that all rows share as configuration, such as `pkg`.
    public var configuration: [String: String]
    /// What stands above the columns: the tidied unit, with the metric's name where that is another.
    public var title: String
    /// The metric's name as reported.
    public var metric: String
    /// The tidied unit.
    public var unit: TidiedUnit
    /// Which direction is better.
    public var better: Better
    /// The rows: changes from 0 first, the largest first; then in the order of the files.
    public var rows: [ComparisonRowOfSets]

    /// The geometric mean of the old centres, where all are above 0.
    public var oldMean: Double? { GeometricMean.of(rows.compactMap { $0.old?.centre }) }
    /// The geometric mean of the new centres, where all are above 0.
    public var newMean: Double? { GeometricMean.of(rows.compactMap { $0.new?.centre }) }

    /// The geometric mean of new over old, 0 over 0 counting as 1; nil where a level rose from 0 or nothing is compared.
    public var meanRatio: Double? {
        var ratios: [Double] = []
        for row in rows {
            guard let old = row.old, let new = row.new else { continue }
            if old.centre == 0, new.centre != 0 { return nil }
            ratios.append(old.centre == 0 ? 1 : new.centre / old.centre)
        }
        return GeometricMean.of(ratios)
    }

    /// Whether a benchmark of one side is absent from the other.
    public var hasOneSidedRows: Bool { rows.contains { $0.old == nil || $0.new == nil } }
}
