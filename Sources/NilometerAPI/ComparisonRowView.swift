public import NilometerCore

/// A row of a comparison as the API shows it; null where a figure is not known.
public struct ComparisonRowView: Codable, Sendable {
    /// The series' id.
    public var series: String
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
    /// The level at the base.
    public var before: Double?
    /// The level at the head.
    public var after: Double?
    /// After less before.
    public var difference: Double?
    /// After over before; null for exact values and rises from 0.
    public var ratio: Double?
    /// The 95 % interval of the ratio.
    public var interval: [Double]?
    /// The adjusted p.
    public var p: Double?
    /// How many runs are behind `before`.
    public var baseRuns: Int
    /// How many runs are behind `after`.
    public var headRuns: Int
    /// The ids of the base's own runs of this series; none where only its history was used.
    public var baseRunIDs: [String]?
    /// The ids of the head's runs of this series.
    public var headRunIDs: [String]?
    /// How many points of the base's level, up to the base, the head was compared with.
    public var historyPoints: Int?
    /// Who answers for the series; null where no rule says it.
    public var owner: String?
    /// The smallest relative effect that could have been seen.
    public var smallestEffect: Double?
    /// How many runs of the head would settle it.
    public var runsToSettle: Int?
    /// What is said.
    public var verdict: Verdict
    /// Why, or what would settle it.
    public var reason: String

    /// Shows a row.
    public init(_ row: ComparisonRow) {
        func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
        series = row.series.id
        benchmark = row.series.key.benchmark
        parameters = row.series.key.parameters
        metric = row.series.key.metric
        unit = row.series.unit
        better = row.series.better
        machine = row.series.machine
        before = finite(row.before)
        after = finite(row.after)
        difference = finite(row.before.flatMap { before in row.after.map { $0 - before } })
        ratio = finite(row.ratio)
        interval = row.interval.flatMap {
            $0.lowerBound.isFinite && $0.upperBound.isFinite ? [$0.lowerBound, $0.upperBound] : nil
        }
        p = row.p
        baseRuns = row.baseRuns
        headRuns = row.headRuns
        baseRunIDs = row.baseRunIDs
        headRunIDs = row.headRunIDs
        historyPoints = row.historyPoints
        owner = row.owner
        smallestEffect = finite(row.smallestEffect)
        runsToSettle = row.runsToSettle
        verdict = row.verdict
        reason = row.reason
    }

    /// Writes every figure, also those that are null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(series, forKey: .series)
        try container.encode(benchmark, forKey: .benchmark)
        try container.encode(parameters, forKey: .parameters)
        try container.encode(metric, forKey: .metric)
        try container.encode(unit, forKey: .unit)
        try container.encode(better, forKey: .better)
        try container.encode(machine, forKey: .machine)
        try container.encode(before, forKey: .before)
        try container.encode(after, forKey: .after)
        try container.encode(difference, forKey: .difference)
        try container.encode(ratio, forKey: .ratio)
        try container.encode(interval, forKey: .interval)
        try container.encode(p, forKey: .p)
        try container.encode(baseRuns, forKey: .baseRuns)
        try container.encode(headRuns, forKey: .headRuns)
        try container.encode(baseRunIDs, forKey: .baseRunIDs)
        try container.encode(headRunIDs, forKey: .headRunIDs)
        try container.encode(historyPoints, forKey: .historyPoints)
        try container.encode(owner, forKey: .owner)
        try container.encode(smallestEffect, forKey: .smallestEffect)
        try container.encode(runsToSettle, forKey: .runsToSettle)
        try container.encode(verdict, forKey: .verdict)
        try container.encode(reason, forKey: .reason)
    }
}
