public import NilometerCore

extension GatePolicy {
    /// Decides on a comparison as a server answered it; the decision names places in `view.rows`.
    ///
    /// - Parameters:
    ///   - view: the comparison.
    ///   - rules: the project's rules, where the server did not apply them.
    /// - Returns: the rows that fail and why, and what follows for the exit status.
    public func decision(on view: ComparisonView, rules: Rules = Rules()) -> GateDecision {
        decision(on: view.rows.map(GateRow.init), outcome: view.outcome, rules: rules)
    }
}

extension GateRow {
    /// Takes what a gate needs of a row.
    public init(_ row: ComparisonRowView) {
        self.init(
            key: SeriesKey(benchmark: row.benchmark, parameters: row.parameters, metric: row.metric),
            machine: row.machine,
            unit: row.unit,
            before: row.before,
            after: row.after,
            verdict: row.verdict
        )
    }
}
