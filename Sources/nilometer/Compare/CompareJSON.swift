import NilometerCore
import NilometerDetection

/// A comparison of files as programs read it; values in the tidied unit, null where there is none.
struct CompareJSON: Encodable {
    private struct Table: Encodable {
        var configuration: [String: String]
        var metric: String
        var unit: String
        var better: Better
        var rows: [CompareJSONRow]
        var geomean: Mean?
    }

    private struct Mean: Encodable {
        var old: Double?
        var new: Double?
        var ratio: Double?

        enum CodingKeys: CodingKey { case old, new, ratio }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(old, forKey: .old)
            try container.encode(new, forKey: .new)
            try container.encode(ratio, forKey: .ratio)
        }
    }

    private var old: [String]
    private var new: [String]
    private var samplesAreRuns: Bool
    private var compared: Bool
    private var counts: [String: Int]
    private var tables: [Table]
    private var warnings: [Warning]

    /// Shows a comparison of these files.
    init(_ comparison: ComparisonOfSets, old: [String], new: [String], samplesAreRuns: Bool) {
        self.old = old
        self.new = new
        self.samplesAreRuns = samplesAreRuns
        compared = comparison.isAnythingCompared
        counts = [:]
        for verdict in Verdict.allCases { counts[verdict.rawValue] = comparison.count(of: verdict) }
        warnings = comparison.warnings
        tables = comparison.tables.map { table in
            Table(
                configuration: table.configuration,
                metric: table.metric,
                unit: table.unit.name,
                better: table.better,
                rows: table.rows.map(CompareJSONRow.init),
                geomean: table.rows.count > 1
                    ? Mean(old: table.oldMean, new: table.newMean, ratio: table.meanRatio) : nil
            )
        }
    }
}
