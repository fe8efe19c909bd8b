/// The rules of a project.
public struct Rules: Sendable, Equatable {
    /// In the order in which they were written; a later one wins.
    public var rules: [Rule]
    /// How many false alerts a month are allowed; nil for what the project says.
    public var alertBudget: Double?

    /// Makes rules; none by default.
    public init(_ rules: [Rule] = [], alertBudget: Double? = nil) {
        self.rules = rules
        self.alertBudget = alertBudget
    }

    /// What all rules that fit ask of a series together.
    ///
    /// - Complexity: O(rules).
    public func asked(of series: Series) -> Rule {
        rules.filter { $0.fits(series) }.reduce(Rule()) { $0.and($1) }
    }
}
