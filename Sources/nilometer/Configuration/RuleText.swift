import NilometerCore

/// A rule as people write it.
enum RuleText {
    /// The keys of what a rule asks, in the order in which they are shown.
    static let askedKeys = ["smallestChange", "most", "least", "class", "better", "owner", "ignore", "delivery"]

    /// What it is about: its patterns by their keys.
    static func patterns(_ rule: Rule) -> [(key: String, text: String)] {
        [("benchmark", rule.benchmark), ("metric", rule.metric), ("machine", rule.machine)].compactMap { key, glob in
            glob.map { (key, $0.pattern) }
        }
    }

    /// What it asks, by its keys, amounts in the canonical unit.
    static func asks(_ rule: Rule) -> [(key: String, text: String)] {
        let unit = rule.unit.map(TextNumber.unit) ?? ""
        func amount(_ value: Double?) -> String? { value.map { plain($0) + unit } }
        let texts: [(key: String, text: String?)] = [
            ("smallestChange", rule.smallestShare.map { plain($0 * 100) + " %" } ?? amount(rule.smallestDifference)),
            ("most", amount(rule.most)), ("least", amount(rule.least)), ("class", rule.kind?.rawValue),
            ("better", rule.better?.rawValue), ("owner", rule.owner), ("ignore", rule.isIgnored.map { "\($0)" }),
            ("delivery", rule.delivery?.rawValue),
        ]
        return texts.compactMap { key, text in text.map { (key, $0) } }
    }

    /// A number to nine decimals, which hides what units and percentages do to its last digits.
    private static func plain(_ value: Double) -> String {
        let rounded = (value * 1e9).rounded() / 1e9
        let shown = rounded.isFinite && rounded != 0 ? rounded : value
        return shown == shown.rounded() && abs(shown) < 1e15 ? String(Int(shown)) : String(shown)
    }
}
