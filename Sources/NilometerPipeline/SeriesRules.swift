public import NilometerCore

/// What a project's rules ask of each series; asked once of each.
public struct SeriesRules: Sendable {
    /// The rules.
    public let rules: Rules
    private var known: [String: Rule] = [:]

    /// Makes it from the rules of a project.
    public init(_ rules: Rules) { self.rules = rules }

    /// What is asked of a series.
    public mutating func asked(of series: Series) -> Rule {
        if rules.rules.isEmpty { return Rule() }
        if let rule = known[series.id] { return rule }
        let rule = rules.asked(of: series)
        known[series.id] = rule
        return rule
    }

    /// A series as the rules want it seen.
    public mutating func ruled(_ series: Series) -> Series {
        rules.rules.isEmpty ? series : series.ruled(by: asked(of: series))
    }

    /// Changes whose series are as the rules want them seen.
    public mutating func ruled(_ changes: [Change]) -> [Change] {
        if rules.rules.isEmpty { return changes }
        return changes.map { change in
            var change = change
            change.series = ruled(change.series)
            return change
        }
    }
}
