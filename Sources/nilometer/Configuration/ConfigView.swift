import NilometerCore
import NilometerFormats

/// What is configured, as JSON shows it.
struct ConfigView: Encodable {
    var server: String
    /// Whether a token is given; what it is stays unsaid.
    var token: Bool
    var project: String?
    var machine: String
    var alertBudget: Double?
    /// The commands that run benchmarks.
    var benchmarks: [String]
    /// The commands that make evidence.
    var evidence: [String]
    var gate: GatePolicy
    /// The rules, each as its keys and texts.
    var rules: [[String: String]]
    /// Where each value comes from.
    var origins: [String: String]
    /// Where each rule begins.
    var ruleOrigins: [String]

    init(_ configuration: Configuration) {
        let declaration = configuration.declaration
        server = configuration.server.value
        token = configuration.token != nil
        project = configuration.project?.value
        machine = configuration.machine.value
        alertBudget = declaration.rules.alertBudget
        benchmarks = declaration.benchmarkCommands.map(\.text)
        evidence = declaration.evidenceCommands.map(\.text)
        gate = declaration.rules.gate
        rules = declaration.rules.rules.map { rule in
            Dictionary(uniqueKeysWithValues: (RuleText.patterns(rule) + RuleText.asks(rule)).map { ($0.key, $0.text) })
        }
        origins = [
            "server": configuration.server.origin.text, "machine": configuration.machine.origin.text,
        ]
        origins["token"] = configuration.token?.origin.text
        origins["project"] = configuration.project?.origin.text
        let path = configuration.file?.path ?? ""
        for key in ["alertBudget", "benchmarks", "evidence", "gate.failOn", "gate.requireConclusive", "gate.advisory"] {
            if let line = declaration.lines[key] {
                origins[key] = Setting.Origin.repository(path, line: line).text
            } else if key.hasPrefix("gate") {
                origins[key] = Setting.Origin.builtIn.text
            }
        }
        ruleOrigins = declaration.ruleLines.map { Setting.Origin.repository(path, line: $0).text }
    }
}
