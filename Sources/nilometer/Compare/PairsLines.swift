import NilometerCore
import NilometerDetection

/// One line that `compare --pairs` reads.
struct PairsLine: Decodable {
    var benchmark: String
    var parameters: [String: String]?
    var metric: String
    var unit: String?
    var better: Better?
    /// Each base and head, in the order in which the pairs were measured.
    var pairs: [[Double]]
    /// Neighbouring lines of one name are corrected together; absent for all lines of a file alike.
    var comparison: String?

    /// Whether every pair has two finite values.
    var isWhole: Bool { pairs.allSatisfy { $0.count == 2 && $0.allSatisfy(\.isFinite) } }

    var readings: PairedReadings {
        PairedReadings(
            benchmark: benchmark,
            parameters: parameters ?? [:],
            metric: metric,
            unit: unit ?? metric,
            better: better ?? Metric.usualDirection(unit: metric),
            pairs: pairs.map { PairedReadings.Pair(base: $0[0], head: $0[1]) }
        )
    }
}

/// One line that `compare --pairs --json` writes; null where a figure is not known.
struct PairsVerdict: Encodable {
    private enum CodingKeys: CodingKey {
        case comparison, benchmark, parameters, metric, unit, better, verdict, reason, before, after, difference, ratio
        case interval, coverage, p, look, level, pairs, smallestEffect, pairsToSettle, warnings
    }

    private let row: InterleavedRow
    private let comparison: String?

    init(_ row: InterleavedRow, comparison: String?) {
        (self.row, self.comparison) = (row, comparison)
    }

    /// Writes every figure, also those that are null.
    func encode(to encoder: any Encoder) throws {
        func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(comparison, forKey: .comparison)
        try container.encode(row.benchmark, forKey: .benchmark)
        try container.encode(row.parameters, forKey: .parameters)
        try container.encode(row.metric, forKey: .metric)
        try container.encode(row.unit, forKey: .unit)
        try container.encode(row.better, forKey: .better)
        try container.encode(row.verdict, forKey: .verdict)
        try container.encode(row.reason, forKey: .reason)
        try container.encode(finite(row.before), forKey: .before)
        try container.encode(finite(row.after), forKey: .after)
        let difference = row.before.flatMap { before in row.after.map { $0 - before } }
        try container.encode(finite(difference), forKey: .difference)
        try container.encode(finite(row.ratio), forKey: .ratio)
        let ends = row.interval.map { [$0.lowerBound, $0.upperBound] }
        try container.encode(ends.flatMap { $0.allSatisfy(\.isFinite) ? $0 : nil }, forKey: .interval)
        try container.encode(row.coverage, forKey: .coverage)
        try container.encode(row.p, forKey: .p)
        try container.encode(row.look?.pairs, forKey: .look)
        try container.encode(row.look?.level, forKey: .level)
        try container.encode(row.pairs, forKey: .pairs)
        try container.encode(row.smallestEffect, forKey: .smallestEffect)
        try container.encode(row.pairsToSettle, forKey: .pairsToSettle)
        try container.encode(row.warnings, forKey: .warnings)
    }
}
