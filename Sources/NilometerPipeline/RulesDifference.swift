import Foundation
public import NilometerCore

/// Says how the rules of a change request differ from those of its project, a sentence each.
public struct RulesDifference: Sendable {
    /// What is said at the end of each sentence.
    private static let notApplied = "(not applied: this comes from the change request)"

    /// The sentences; none where nothing differs.
    public let sentences: [String]

    /// Compares the project's rules with those that came.
    ///
    /// Rules that are about the same names are compared with one another, in their order.
    public init(from old: Rules, to new: Rules) {
        var found: [String] = []
        if old.alertBudget != new.alertBudget {
            let (before, after) = (Self.text(old.alertBudget), Self.text(new.alertBudget))
            found.append("alertBudget \(before) → \(after)")
        }
        for (key, before, after) in zip(Self.gateFacts(of: old.gate), Self.gateFacts(of: new.gate)).map({
            ($0.key, $0.text, $1.text)
        }) where before != after {
            found.append("gate: \(key) \(before) → \(after)")
        }
        var left = Array(old.rules.enumerated())
        for (place, rule) in new.rules.enumerated() {
            let name = "rule \(place + 1)" + Self.about(rule)
            guard let match = left.firstIndex(where: { Self.isAboutSame($0.element, rule) }) else {
                found.append(
                    "\(name) is new: " + Self.facts(of: rule).map { "\($0.key) \($0.text)" }.joined(separator: ", ")
                )
                continue
            }
            let before = Dictionary(
                Self.facts(of: left.remove(at: match).element).map { ($0.key, $0.text) },
                uniquingKeysWith: { first, _ in first }
            )
            let after = Dictionary(
                Self.facts(of: rule).map { ($0.key, $0.text) },
                uniquingKeysWith: { first, _ in first }
            )
            for key in Self.keys where before[key] != after[key] {
                found.append("\(name): \(key) \(before[key] ?? "none") → \(after[key] ?? "none")")
            }
        }
        for (place, rule) in left { found.append("rule \(place + 1)\(Self.about(rule)) is gone") }
        if found.isEmpty, old.rules != new.rules { found.append("the rules stand in another order") }
        sentences = found.map { "\($0) \(Self.notApplied)" }
    }

    private static let keys = ["smallestChange", "most", "least", "class", "better", "owner", "ignore", "delivery"]

    private static func facts(of rule: Rule) -> [(key: String, text: String)] {
        func amount(_ value: Double?) -> String? {
            value.map { number($0) + (rule.unit.map { " " + $0 } ?? "") }
        }
        let smallest = [rule.smallestShare.map { number(100 * $0) + " %" }, amount(rule.smallestDifference)]
        let texts: [String?] = [
            smallest.allSatisfy { $0 == nil } ? nil : smallest.compactMap(\.self).joined(separator: " and "),
            amount(rule.most), amount(rule.least), rule.kind?.rawValue, rule.better?.rawValue, rule.owner,
            rule.isIgnored.map { "\($0)" }, rule.delivery?.rawValue,
        ]
        return zip(keys, texts).compactMap { key, text in text.map { (key, $0) } }
    }

    private static func gateFacts(of gate: GatePolicy) -> [(key: String, text: String)] {
        let failing = gate.failsOn.map(\.rawValue).sorted().joined(separator: " and ")
        return [
            ("failOn", failing.isEmpty ? "nothing" : failing),
            ("requireConclusive", "\(gate.requiresConclusive)"), ("advisory", "\(gate.isAdvisory)"),
        ]
    }

    private static func about(_ rule: Rule) -> String {
        let names = [("benchmark", rule.benchmark), ("metric", rule.metric), ("machine", rule.machine)]
        let said = names.compactMap { name, glob in glob.map { "\(name) \($0.pattern)" } }
        return said.isEmpty ? "" : " (\(said.joined(separator: ", ")))"
    }

    private static func isAboutSame(_ a: Rule, _ b: Rule) -> Bool {
        a.benchmark == b.benchmark && a.metric == b.metric && a.machine == b.machine
    }

    private static func text(_ value: Double?) -> String { value.map(number) ?? "none" }

    private static func number(_ value: Double) -> String { String(format: "%.6g", value) }
}
