import NilometerCore

/// What is configured, as people read it.
struct ConfigText {
    let view: ConfigView
    let hasOrigins: Bool

    /// A table of values, and a table of rules where there are any.
    func text(on output: Output) -> String {
        var table = TextTable(.text("key"), .elastic("value"), .text("origin"))
        for (key, value) in values {
            let name = key == "benchmarks" || key == "evidence" ? key + ".commands" : key
            table.add(.init(name), .init(value), .init(hasOrigins ? view.origins[key] ?? "" : "", .faint))
        }
        guard !view.rules.isEmpty else { return table.text(on: output) }
        return table.text(on: output) + "\n" + rules.text(on: output)
    }

    private var values: [(key: String, value: String)] {
        var values = [
            ("server", view.server), ("token", view.token ? "given, not shown" : "none"),
            ("project", view.project ?? "none"), ("machine", view.machine),
        ]
        if let budget = view.alertBudget { values.append(("alertBudget", TextNumber.text(budget))) }
        values += view.benchmarks.map { ("benchmarks", $0) } + view.evidence.map { ("evidence", $0) }
        return values + [
            ("gate.failOn", view.gate.failsOn.map(\.rawValue).sorted().joined(separator: ", ")),
            ("gate.requireConclusive", "\(view.gate.requiresConclusive)"), ("gate.advisory", "\(view.gate.isAdvisory)"),
        ]
    }

    private var rules: TextTable {
        var table = TextTable(
            .elastic("benchmark"),
            .elastic("metric"),
            .elastic("machine"),
            .elastic("asks"),
            .text("origin")
        )
        for (rule, origin) in zip(view.rules, view.ruleOrigins) {
            let asks = RuleText.askedKeys.compactMap { key in rule[key].map { "\(key) \($0)" } }
            table.add(
                .init(rule["benchmark"] ?? "*"),
                .init(rule["metric"] ?? "*"),
                .init(rule["machine"] ?? "*"),
                .init(asks.joined(separator: ", ")),
                .init(hasOrigins ? origin : "", .faint)
            )
        }
        return table
    }
}
