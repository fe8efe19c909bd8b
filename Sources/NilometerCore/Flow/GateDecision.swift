/// What a gate decided, and on which rows.
public struct GateDecision: Sendable, Equatable {
    /// Why a row fails.
    public enum Cause: Sendable, Equatable {
        /// It regressed, by as much as the rules ask or more.
        case regressed
        /// The base has the benchmark, and the head has not.
        case missing
        /// It is above the highest level that a rule allows.
        case aboveMost(Double)
        /// It is below the lowest level that a rule allows.
        case belowLeast(Double)
    }

    /// One row that fails.
    public struct Failure: Sendable, Equatable {
        /// Its place among the rows, from 0.
        public var row: Int
        /// Why it fails.
        public var cause: Cause

        /// Makes a failure.
        public init(row: Int, cause: Cause) {
            self.row = row
            self.cause = cause
        }
    }

    /// Whether anything was compared.
    public var outcome: Comparison.Outcome
    /// The policy by which it was decided.
    public var policy: GatePolicy
    /// The rows that fail, in their order.
    public var failures: [Failure] = []
    /// The places of the inconclusive rows that do not fail.
    public var undecided: [Int] = []

    /// Makes a decision on no rows.
    public init(outcome: Comparison.Outcome, policy: GatePolicy) {
        self.outcome = outcome
        self.policy = policy
    }

    /// What was found, whatever an advisory gate does with it: 0 for a pass, 1 for a failure, 3 when nothing was compared
    /// although there is something to compare with, or when what must be conclusive is not.
    public var finding: Int32 {
        if !failures.isEmpty { return 1 }
        return outcome == .nothingCompared || policy.requiresConclusive && !undecided.isEmpty ? 3 : 0
    }

    /// The exit status of a gate: what was found, and 0 where the gate is advisory.
    public var status: Int32 { policy.isAdvisory ? 0 : finding }
}
