import Foundation
import NilometerAPI
import NilometerCore
import NilometerStatistics

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
            .number("p"),
            .number("runs"),
            .elastic("why")
        )
        for row in comparison.rows {
            let name = Self.name(of: row, withPackage: packages.count > 1)
            table.add(
                TextTable.Cell(row.verdict.rawValue),
                TextTable.Cell(machines.count > 1 ? "\(name) on \(row.machine)" : name),
                TextTable.Cell(row.metric),
                TextTable.Cell(Self.level(row.before, of: row)),
                TextTable.Cell(Self.level(row.after, of: row)),
                TextTable.Cell(Self.difference(of: row)),
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

    private static func name(of row: ComparisonRowView, withPackage: Bool) -> String {
        var name = row.benchmark
        for (key, value) in row.parameters.sorted(by: { $0.key < $1.key }) where key != "pkg" {
            name += "/\(key)=\(value)"
        }
        guard withPackage, let package = row.parameters["pkg"]?.split(separator: "/").last else { return name }
        return "\(package).\(name)"
    }

    private static func scale(of row: ComparisonRowView) -> (scale: DisplayScale, factor: Double, unit: String) {
        let levels = [row.before, row.after].compactMap(\.self)
        let (factor, unit) =
            switch row.unit {
            case "ns": (1e-9, "s")
            case "1": (1.0, "")
            case "1/s": (1.0, "/s")
            case "B", "B/s": (1.0, row.unit)
            default: (1.0, " " + row.unit)
            }
        let isBinary = row.unit == "B" || row.unit == "B/s"
        return (DisplayScale(for: levels.map { $0 * factor }, isBinary: isBinary), factor, unit)
    }

    private static func level(_ value: Double?, of row: ComparisonRowView) -> String {
        guard let value else { return "" }
        if row.unit == "1", value == value.rounded(), abs(value) < 1e6 { return String(format: "%.0f", value) }
        let (scale, factor, unit) = scale(of: row)
        return scale.text(value * factor) + unit
    }

    private static func difference(of row: ComparisonRowView) -> String {
        guard let before = row.before, let after = row.after else { return "" }
        if before == after { return "0" }
        if before == 0 { return (after > 0 ? "+" : "") + level(after, of: row) + " (was 0)" }
        let percent = ComparePercent.text(row.ratio ?? after / before)
        guard let interval = row.interval, interval.count == 2 else { return percent }
        return "\(percent) [\(ComparePercent.text(interval[0])), \(ComparePercent.text(interval[1]))]"
    }
}
