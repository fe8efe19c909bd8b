public import NilometerCore

/// A verdict with what it rests on.
public struct Judgement: Sendable, Equatable {
    /// What is said.
    public var verdict: Verdict
    /// One short clause for people: why, or what would settle it.
    public var reason: String
    /// How many runs a side would settle it; nil where that is not the question, or not known.
    public var runsToSettle: Int?

    /// Makes a judgement.
    public init(_ verdict: Verdict, _ reason: String, runsToSettle: Int? = nil) {
        self.verdict = verdict
        self.reason = reason
        self.runsToSettle = runsToSettle
    }
}
