public import NilometerCore

/// A comparison of two revisions as the API shows it.
public struct ComparisonView: Codable, Sendable {
    /// The old side.
    public var base: ComparisonSideView
    /// The new side.
    public var head: ComparisonSideView
    /// Whether anything was compared.
    public var outcome: Comparison.Outcome
    /// The verdict on the whole.
    public var verdict: Verdict
    /// How many rows have each verdict.
    public var counts: [String: Int]
    /// When a gate fails, as the project's rules say; nil from servers that do not say it.
    public var gate: GatePolicy?
    /// The rows, worst first.
    public var rows: [ComparisonRowView]
    /// How the rules of the head's change request differ from the project's, which count; absent where they do not.
    public var rulesDifference: [String]?

    /// Shows a comparison.
    public init(_ comparison: Comparison) {
        base = ComparisonSideView(comparison.base)
        head = ComparisonSideView(comparison.head)
        outcome = comparison.outcome
        verdict = comparison.verdict
        counts = [:]
        gate = comparison.gate
        for verdict in Verdict.allCases { counts[verdict.rawValue] = comparison.count(of: verdict) }
        rows = comparison.rows.map(ComparisonRowView.init)
        rulesDifference = comparison.rulesDifference.isEmpty ? nil : comparison.rulesDifference
    }
}
