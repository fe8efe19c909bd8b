import NilometerCore

/// One `[[rule]]` of a declaration.
enum DeclaredRule {
    static let keys = [
        "benchmark", "metric", "machine", "smallestChange", "most", "least", "class", "better", "owner", "ignore",
        "delivery",
    ]

    /// The rule that a table says.
    static func rule(_ node: TOMLNode) throws(FormatError) -> Rule {
        let table = try DeclaredTable("[[rule]]", node, keys: keys)
        var rule = Rule()
        rule.benchmark = try table.glob("benchmark", example: "Parse*")
        rule.metric = try table.glob("metric", example: "allocs/op")
        rule.machine = try table.glob("machine", example: "ci-*")
        switch try DeclaredAmount("smallestChange", in: table, metric: rule.metric) {
        case nil: break
        case .share(let share)?: rule.smallestShare = share
        case .value(let value, let unit)?:
            rule.smallestDifference = value
            rule.unit = unit
        }
        rule.most = try limit("most", table, &rule)
        rule.least = try limit("least", table, &rule)
        if let most = rule.most, let least = rule.least, most < least {
            throw table.wrong("most", "is below “least”, so that no value can hold both; swap them")
        }
        rule.kind = try table.word("class", Rule.Kind.self)
        rule.better = try table.word("better", Better.self)
        rule.owner = try table.text("owner", example: "storage team", most: 200)
        rule.isIgnored = try table.flag("ignore")
        rule.delivery = try table.word("delivery", Rule.Delivery.self)
        guard table.values.keys.contains(where: { !["benchmark", "metric", "machine"].contains($0) }) else {
            throw FormatError(
                line: node.line,
                reason: "This [[rule]] asks for nothing; add one of \(keys.dropFirst(3).joined(separator: ", "))."
            )
        }
        return rule
    }

    private static func limit(_ key: String, _ table: DeclaredTable, _ rule: inout Rule) throws(FormatError) -> Double?
    {
        switch try DeclaredAmount(key, in: table, metric: rule.metric) {
        case nil: return nil
        case .share?:
            throw table.wrong(
                key,
                "is a level, such as \"10 ms\", not a share; for a relative change write smallestChange = \"2 %\""
            )
        case .value(let value, let unit)?:
            if let unit, let other = rule.unit, unit != other {
                throw table.wrong(key, "is in \(unit) where another amount of the rule is in \(other); write two rules")
            }
            rule.unit = unit ?? rule.unit
            return value
        }
    }
}
