/// Two revisions beside each other.
public struct Comparison: Sendable, Equatable {
    /// Whether anything was compared.
    public enum Outcome: String, Sendable, Codable, CaseIterable {
        /// At least one benchmark has both sides.
        case compared
        /// There is no earlier run on this machine to compare with.
        case firstRun = "first-run"
        /// Nothing was compared although there are other runs on this machine: the place or the base is wrong.
        case nothingCompared = "nothing-compared"
    }

    /// The old side.
    public var base: ComparisonSide
    /// The new side.
    public var head: ComparisonSide
    /// Whether anything was compared.
    public var outcome: Outcome
    /// When a gate fails, as the project's rules say.
    public var gate = GatePolicy()
    /// The benchmarks and metrics, worst first.
    public var rows: [ComparisonRow]
    /// How the rules of the head's change request differ from the project's, which count.
    public var rulesDifference: [String] = []

    /// Makes a comparison.
    public init(base: ComparisonSide, head: ComparisonSide, outcome: Outcome, rows: [ComparisonRow]) {
        self.base = base
        self.head = head
        self.outcome = outcome
        self.rows = rows
    }

    /// How many rows have a verdict.
    public func count(of verdict: Verdict) -> Int { rows.count { $0.verdict == verdict } }

    /// The verdict on the whole: regressed if a row is, else inconclusive, improved or unchanged; missing when nothing was
    /// compared.
    public var verdict: Verdict {
        guard outcome == .compared else { return .missing }
        return [.regressed, .inconclusive, .improved, .unchanged].first { count(of: $0) > 0 } ?? .missing
    }
}
