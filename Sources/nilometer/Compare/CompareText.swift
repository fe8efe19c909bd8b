import NilometerCore
import NilometerDetection

/// A comparison of files as people read it.
struct CompareText {
    let comparison: ComparisonOfSets
    let labels: (old: String, new: String)
    let samplesAreRuns: Bool

    /// All lines: facts, tables, doubts, and the number of verdicts.
    var lines: [String] {
        var lines: [String] = []
        if !comparison.isAnythingCompared {
            lines += ["Nothing was compared: no benchmark and metric is in both sets.", ""]
        }
        let verdictTitle = samplesAreRuns ? "verdict, samples taken for runs" : "verdict"
        var shown: [String: String] = [:]
        for (index, table) in comparison.tables.enumerated() {
            if index > 0 { lines.append("") }
            for (key, value) in facts(of: table) where shown[key] != value {
                shown[key] = value
                lines.append("\(key): \(value)")
            }
            lines += CompareTableText(table, labels: labels, verdictTitle: verdictTitle).lines
        }
        lines.append("")
        lines += comparison.warnings.map { "warning: \($0.message)" }
        return lines + [summary]
    }

    private var summary: String {
        let counts = Verdict.allCases.map { "\(comparison.count(of: $0)) \($0.rawValue)" }.joined(separator: ", ")
        return counts
            + (samplesAreRuns
                ? ". Every sample is taken for a run, as benchstat does; samples of one process are not independent."
                : ". A file is one run; --samples-are-runs gives benchstat's reading.")
    }

    /// The facts that head a table, in the order in which Go prints them.
    private func facts(of table: ComparisonTable) -> [(key: String, value: String)] {
        var facts: [(key: String, value: String)] = []
        for key in ["goos", "goarch", "pkg", "cpu"] {
            if let value = table.configuration[key] { facts.append((key, value)) }
            guard let sides = comparison.context[key] else { continue }
            let texts = [sides.old, sides.new].map { $0.joined(separator: ", ") }
            facts.append((key, texts[0] == texts[1] ? texts[0] : "\(texts[0]) → \(texts[1])"))
        }
        for (key, value) in table.configuration.sorted(by: { $0.key < $1.key }) where key != "pkg" {
            facts.append((key, value))
        }
        return facts
    }
}
