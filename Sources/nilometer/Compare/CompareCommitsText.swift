import Foundation
import NilometerAPI
import NilometerCore

/// A comparison of two revisions as people read it.
struct CompareCommitsText {
    let comparison: ComparisonView

    /// What was compared, the rows, and the number of verdicts.
    func text(on output: Output) -> String {
        var text = ""
        switch comparison.outcome {
        case .compared: break
        case .firstRun: text += "Nothing was compared: this is the first run on its machine.\n"
        case .nothingCompared: text += "Nothing was compared: no benchmark was measured on both sides.\n"
        }
        text += "base  \(Self.text(comparison.base))\nhead  \(Self.text(comparison.head))\n"
        if !comparison.rows.isEmpty { text += "\n" + table.text(on: output) }
        let counts = Verdict.allCases.map { "\(comparison.counts[$0.rawValue] ?? 0) \($0.rawValue)" }
        return text + "\n" + counts.joined(separator: ", ") + "\n"
    }

    private var table: TextTable {
        let packages = Set(comparison.rows.map { $0.parameters["pkg"] ?? "" })
        let machines = Set(comparison.rows.map(\.machine))
        var table = TextTable(
            .text("verdict"),
            .elastic("benchmark"),
            .text("metric"),
            .number("base"),
            .number("head"),
            .number("difference"),
            .number("95 % interval"),
            .number("p"),
            .number("runs"),
            .elastic("why")
        )
        for row in comparison.rows {
            let name = GateReportRow.name(row.benchmark, row.parameters, withPackage: packages.count > 1)
            let levels = TextLevels(row)
            table.add(
                TextTable.Cell(row.verdict.rawValue),
                TextTable.Cell(machines.count > 1 ? "\(name) on \(row.machine)" : name),
                TextTable.Cell(row.metric),
                TextTable.Cell(levels.beforeText),
                TextTable.Cell(levels.afterText),
                TextTable.Cell(levels.changeText),
                TextTable.Cell(levels.intervalText),
                TextTable.Cell(row.p.map { $0 < 1e-12 ? "<1e-12" : String(format: "%.2g", $0) } ?? ""),
                TextTable.Cell("\(row.baseRuns)+\(row.headRuns)"),
                TextTable.Cell(row.reason)
            )
        }
        return table
    }

    private static func text(_ side: ComparisonSideView) -> String {
        guard let commit = side.commit else { return TextPlain.of(side.reason) }
        let runs = side.runs.count == 1 ? side.runs[0] : "\(side.runs.count) runs"
        return TextPlain.of("\(commit.prefix(12)) (\(side.reason)), \(runs)")
    }
}
