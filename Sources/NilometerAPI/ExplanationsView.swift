public import NilometerCore

/// The reasons why benchmarks got worse between two revisions, as the API shows them.
public struct ExplanationsView: Codable, Sendable {
    /// The old side.
    public var base: ComparisonSideView
    /// The new side.
    public var head: ComparisonSideView
    /// Whether anything was compared.
    public var outcome: Comparison.Outcome
    /// The names of the files of evidence of the old side.
    public var baseEvidence: [String]
    /// The names of the files of evidence of the new side.
    public var headEvidence: [String]
    /// One for each benchmark and metric that got worse, worst first.
    public var items: [ExplanationView]

    /// Shows the sides of a comparison, without a reason yet.
    public init(_ comparison: Comparison) {
        base = ComparisonSideView(comparison.base)
        head = ComparisonSideView(comparison.head)
        outcome = comparison.outcome
        baseEvidence = []
        headEvidence = []
        items = []
    }
}
