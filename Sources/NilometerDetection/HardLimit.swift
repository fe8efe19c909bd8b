import NilometerCore

/// The highest and the lowest level that a rule allows, which decide whatever the difference is.
enum HardLimit {
    /// The row, regressed where the head crossed a limit that the base had not crossed.
    static func applied(_ rule: Rule, to row: ComparisonRow) -> ComparisonRow {
        guard let after = row.after, let crossed = crossed(rule, by: after) else { return row }
        var row = row
        if let before = row.before, self.crossed(rule, by: before) != nil {
            row.reason += "; it was \(crossed) before"
        } else {
            (row.verdict, row.reason) = (.regressed, "it is \(crossed)")
            row.runsToSettle = nil
        }
        return row
    }

    private static func crossed(_ rule: Rule, by level: Double) -> String? {
        if let most = rule.most, level > most { return "above the \(text(most)) that a rule allows at most" }
        if let least = rule.least, level < least { return "below the \(text(least)) that a rule allows at least" }
        return nil
    }

    private static func text(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}
