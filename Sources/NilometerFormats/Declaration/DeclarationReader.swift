import Foundation
import NilometerCore

/// Makes a declaration of the values of its file.
enum DeclarationReader {
    static let keys = ["project", "server", "machine", "alertBudget", "benchmarks", "evidence", "rule", "gate"]

    /// The declaration that some values say.
    static func declaration(_ values: [String: TOMLNode]) throws(FormatError) -> Declaration {
        let table = try DeclaredTable("", line: 1, values, keys: keys)
        var declaration = Declaration()
        for (key, node) in values { declaration.lines[key] = node.line }
        declaration.project = try project(table)
        declaration.server = try server(table)
        declaration.machine = try table.text("machine", example: "ci-linux", most: 200)
        declaration.benchmarkCommands = try commands("benchmarks", "go test -bench . ./...", table)
        declaration.evidenceCommands = try commands("evidence", "go build -gcflags=-m=2 ./...", table)
        declaration.rules = Rules(try rules(table, &declaration.ruleLines), alertBudget: try budget(table))
        if let node = values["gate"] {
            let gate = try DeclaredTable("[gate]", node, keys: ["failOn", "requireConclusive", "advisory"])
            for (key, node) in gate.values { declaration.lines["gate.\(key)"] = node.line }
            declaration.rules.gate = try policy(gate)
        }
        return declaration
    }

    private static func project(_ table: DeclaredTable) throws(FormatError) -> String? {
        guard let slug = try table.text("project", example: "my-library", most: 100) else { return nil }
        let letters = Set("-_.".utf8)
        guard slug.utf8.allSatisfy({ $0.isLetterOrDigit || letters.contains($0) }), !slug.hasPrefix(".") else {
            throw table.wrong("project", "is a slug: letters, digits, “-”, “_” or “.”, no “.” first")
        }
        return slug
    }

    private static func server(_ table: DeclaredTable) throws(FormatError) -> String? {
        guard let address = try table.text("server", example: "https://nilometer.example.org") else { return nil }
        let parts = URLComponents(string: address)
        guard let parts, let scheme = parts.scheme, ["http", "https"].contains(scheme.lowercased()),
            let host = parts.host, !host.isEmpty, parts.query == nil, parts.fragment == nil,
            !address.contains(where: \.isWhitespace)
        else {
            throw table.wrong("server", "must be an address, such as \"https://nilometer.example.org\"")
        }
        guard parts.user == nil, parts.password == nil else {
            throw table.wrong("server", "holds a name or password; keep secrets in NILOMETER_TOKEN, never in this file")
        }
        return String(address.reversed().drop { $0 == "/" }.reversed())
    }

    private static func commands(
        _ key: String,
        _ example: String,
        _ table: DeclaredTable
    ) throws(FormatError)
        -> [DeclaredCommand]
    {
        guard let node = table.values[key] else { return [] }
        let own = try DeclaredTable("[\(key)]", node, keys: ["commands"])
        var commands: [DeclaredCommand] = []
        for node in try own.list("commands", example: "[\"\(example)\"]") ?? [] {
            switch node.value {
            case .text(let line) where isWord(line) && !line.allSatisfy(\.isWhitespace): commands.append(.line(line))
            case .list(let nodes):
                let words = nodes.compactMap { node in if case .text(let word) = node.value { word } else { nil } }
                guard words.count == nodes.count, words.allSatisfy(isWord), words.first?.isEmpty == false else {
                    fallthrough
                }
                commands.append(.words(words))
            default:
                throw FormatError(
                    line: node.line,
                    reason: "A command of [\(key)] is a line for the shell, \"\(example)\", or a list of words, "
                        + "[\"go\", \"test\"]; this is neither."
                )
            }
        }
        return commands
    }

    /// Whether a program can be given it as an argument.
    private static func isWord(_ text: String) -> Bool { !text.utf8.contains(0) }

    private static func budget(_ table: DeclaredTable) throws(FormatError) -> Double? {
        guard let node = table.values["alertBudget"] else { return nil }
        let budget: Double
        switch node.value {
        case .integer(let number): budget = Double(number)
        case .number(let number): budget = number
        default: throw table.wrong("alertBudget", "is \(node.kind), and must be a number, such as alertBudget = 1")
        }
        guard (0...1e6).contains(budget) else {
            throw table.wrong("alertBudget", "must be 0 to 1000000: how many false alerts a month are allowed")
        }
        return budget
    }

    private static func rules(_ table: DeclaredTable, _ lines: inout [Int]) throws(FormatError) -> [Rule] {
        guard let node = table.values["rule"] else { return [] }
        guard case .list(let nodes) = node.value else {
            throw table.wrong("rule", "is \(node.kind); begin each rule with [[rule]], in double brackets")
        }
        guard nodes.count <= Declaration.mostRules else {
            throw table.wrong(
                "rule",
                "is given \(nodes.count) times, and at most \(Declaration.mostRules) are read; join rules by globs"
            )
        }
        var rules: [Rule] = []
        for node in nodes {
            rules.append(try DeclaredRule.rule(node))
            lines.append(node.line)
        }
        return rules
    }

    private static func policy(_ gate: DeclaredTable) throws(FormatError) -> GatePolicy {
        var policy = GatePolicy()
        policy.requiresConclusive = try gate.flag("requireConclusive") ?? policy.requiresConclusive
        policy.isAdvisory = try gate.flag("advisory") ?? policy.isAdvisory
        guard let nodes = try gate.list("failOn", example: "[\"regressed\", \"missing\"]") else { return policy }
        policy.failsOn = []
        for node in nodes {
            guard case .text(let text) = node.value else {
                throw gate.wrong("failOn", "holds \(node.kind), and must hold verdicts, such as \"regressed\"")
            }
            guard text != Verdict.inconclusive.rawValue else {
                throw gate.wrong("failOn", "cannot hold “inconclusive”; write requireConclusive = true for that")
            }
            policy.failsOn.insert(try gate.word(text, "failOn", all: GatePolicy.canFailOn))
        }
        return policy
    }
}
