import NilometerCore
import NilometerDetection

/// Comparisons without a server, as a gate sees them.
enum CompareGate {
    /// The rows of a comparison of files.
    static func rows(_ comparison: ComparisonOfSets) -> [GateRow] {
        comparison.tables.flatMap { table in
            let unit = CanonicalUnit(of: table.unit.name)
            return table.rows.map { row in
                GateRow(
                    key: SeriesKey(benchmark: row.benchmark, parameters: row.parameters, metric: table.metric),
                    machine: "",
                    unit: unit.name,
                    before: row.old.map { $0.centre * unit.factor },
                    after: row.new.map { $0.centre * unit.factor },
                    verdict: row.judgement.verdict
                )
            }
        }
    }

    /// The rows of a comparison of pairs.
    static func rows(_ comparison: InterleavedComparison) -> [GateRow] {
        comparison.rows.map { row in
            let unit = CanonicalUnit(of: row.unit)
            return GateRow(
                key: SeriesKey(benchmark: row.benchmark, parameters: row.parameters, metric: row.metric),
                machine: "",
                unit: unit.name,
                before: row.before.map { $0 * unit.factor },
                after: row.after.map { $0 * unit.factor },
                verdict: row.verdict
            )
        }
    }

    /// Decides on rows that no server compared: without a pair of levels nothing was compared.
    static func decision(on rows: [GateRow], policy: GatePolicy, rules: Rules = Rules()) -> GateDecision {
        let isCompared = rows.contains { $0.verdict != .missing }
        return policy.decision(on: rows, outcome: isCompared ? .compared : .nothingCompared, rules: rules)
    }
}
