/// What a gate needs to know of one row of a comparison.
public struct GateRow: Sendable, Equatable {
    /// The benchmark, its parameters and the metric.
    public var key: SeriesKey
    /// The machine's name; empty where files are compared.
    public var machine: String
    /// The canonical unit.
    public var unit: String
    /// The level at the base, in the canonical unit; nil when the base has no reading.
    public var before: Double?
    /// The level at the head; nil when the head has no reading.
    public var after: Double?
    /// What is said.
    public var verdict: Verdict

    /// Makes a row.
    public init(key: SeriesKey, machine: String, unit: String, before: Double?, after: Double?, verdict: Verdict) {
        self.key = key
        self.machine = machine
        self.unit = unit
        self.before = before
        self.after = after
        self.verdict = verdict
    }
}
