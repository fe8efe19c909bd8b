/// The rules of a project, and what follows from them for a gate.
public struct Rules: Sendable, Equatable {
    /// In the order in which they were written; a later one wins.
    public var rules: [Rule]
    /// How many false alerts a month are allowed; nil for what the project says.
    public var alertBudget: Double?
    /// When a gate fails.
    public var gate: GatePolicy

    /// Makes rules; none by default.
    public init(_ rules: [Rule] = [], alertBudget: Double? = nil, gate: GatePolicy = GatePolicy()) {
        self.rules = rules
        self.alertBudget = alertBudget
        self.gate = gate
    }

    /// What all rules that fit ask of a series together.
    ///
    /// - Complexity: O(rules).
    public func asked(of series: Series) -> Rule {
        asked(of: series.key, machine: series.machine, unit: series.unit)
    }

    /// What all rules that fit ask of what has these names; amounts in a unit of another dimension are left out.
    ///
    /// - Complexity: O(rules).
    public func asked(of key: SeriesKey, machine: String, unit: String) -> Rule {
        rules.filter { $0.fits(key, machine: machine) }.reduce(Rule()) { $0.and($1.inUnit(unit)) }
    }
}
