import NilometerCore
import NilometerDetection

/// A row of a comparison of files as programs read it; null where a side or a figure is missing.
struct CompareJSONRow: Encodable {
    private struct Side: Encodable {
        var centre: Double
        var interval: [Double]?
        var samples: Int
        var runs: Int

        enum CodingKeys: CodingKey { case centre, interval, samples, runs }

        init(_ sample: ComparisonSample) {
            centre = sample.centre
            interval = sample.low.isFinite && sample.high.isFinite ? [sample.low, sample.high] : nil
            samples = sample.count
            runs = sample.runs.count
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(centre, forKey: .centre)
            try container.encode(interval, forKey: .interval)
            try container.encode(samples, forKey: .samples)
            try container.encode(runs, forKey: .runs)
        }
    }

    private enum CodingKeys: CodingKey {
        case name, benchmark, parameters, old, new, difference, ratio, p, note, verdict, reason, runsToSettle,
            smallestEffect
    }

    private let row: ComparisonRowOfSets

    /// Shows a row.
    init(_ row: ComparisonRowOfSets) { self.row = row }

    /// Writes every figure, also those that are null.
    func encode(to encoder: any Encoder) throws {
        func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
        let difference = row.old.flatMap { old in row.new.map { $0.centre - old.centre } }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(row.name, forKey: .name)
        try container.encode(row.benchmark, forKey: .benchmark)
        try container.encode(row.parameters, forKey: .parameters)
        try container.encode(row.old.map(Side.init), forKey: .old)
        try container.encode(row.new.map(Side.init), forKey: .new)
        try container.encode(finite(difference), forKey: .difference)
        try container.encode(finite(row.ratio), forKey: .ratio)
        try container.encode(row.p, forKey: .p)
        try container.encode(row.note, forKey: .note)
        try container.encode(row.judgement.verdict, forKey: .verdict)
        try container.encode(row.judgement.reason, forKey: .reason)
        try container.encode(row.judgement.runsToSettle, forKey: .runsToSettle)
        try container.encode(finite(row.smallestEffect), forKey: .smallestEffect)
    }
}
