import Foundation
import NilometerCore

/// A file of rules: a JSON object with `rules`, a list, and `alertBudget`.
struct RulesFile: Decodable {
    struct Entry: Decodable {
        var benchmark: String?
        var metric: String?
        var machine: String?
        var smallestShare: Double?
        var smallestDifference: Double?
        var kind: Rule.Kind?
        var better: Better?
        var ignore: Bool?
        var delivery: Rule.Delivery?

        static let keys: Set<String> = [
            "benchmark", "metric", "machine", "smallestShare", "smallestDifference", "kind", "better", "ignore",
            "delivery",
        ]

        var rule: Rule {
            var rule = Rule()
            rule.benchmark = benchmark.map(Glob.init)
            rule.metric = metric.map(Glob.init)
            rule.machine = machine.map(Glob.init)
            rule.smallestShare = smallestShare
            rule.smallestDifference = smallestDifference
            rule.kind = kind
            rule.better = better
            rule.isIgnored = ignore
            rule.delivery = delivery
            return rule
        }
    }

    var rules: [Entry]?
    var alertBudget: Double?

    /// Reads a file.
    ///
    /// - Throws: `CommandError` with what is wrong.
    static func read(_ path: String) throws(CommandError) -> Rules {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .failed("\(path) could not be read; give a file of rules.")
        }
        let shape = "write {\"rules\": [{\"benchmark\": \"Parse*\", \"smallestShare\": 0.02}], \"alertBudget\": 1}"
        let file: RulesFile
        do { file = try JSONDecoder().decode(RulesFile.self, from: data) } catch {
            throw .failed("\(path) is not a file of rules; \(shape).")
        }
        // What is misspelt must not be left out in silence.
        let object = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any] ?? [:]
        let entries = object["rules"] as? [[String: Any]] ?? []
        let strange =
            object.keys.filter { $0 != "rules" && $0 != "alertBudget" }
            + entries.flatMap { $0.keys.filter { !Entry.keys.contains($0) } }
        if let name = strange.min() {
            throw .failed(
                "\(path): there is no “\(name)”; the keys of a rule are \(Entry.keys.sorted().joined(separator: ", "))."
            )
        }
        let numbers = (file.rules ?? []).flatMap { [$0.smallestShare, $0.smallestDifference] } + [file.alertBudget]
        guard numbers.allSatisfy({ ($0 ?? 0) >= 0 }) else { throw .failed("\(path): a number is below 0.") }
        return Rules((file.rules ?? []).map(\.rule), alertBudget: file.alertBudget)
    }
}
