import NilometerCore

/// Draws an answer for people at a terminal or in a log.
struct GateTable {
    /// The most rows of a verdict that asks for nothing.
    private static let mostQuiet = 5

    let report: GateReport

    /// The verdict, what was compared and why, the rows that matter, and what to do.
    func text(on output: Output) -> String {
        var text = paint.on(GateHeadline(report: report).text, output.hasColour) + "\n"
        if report.isAdvisory && report.conclusion.status != 0 { text += "advisory: this does not fail the job\n" }
        for (name, side) in [("base", report.base), ("head", report.head)] {
            if let side, side.reason != report.reason { text += "\(name)  \(Self.text(side))\n" }
        }
        let shown = rows
        if !shown.isEmpty { text += "\n" + table(of: shown).text(on: output) }
        for row in shown {
            if let explanation = row.explanation { text += TextPlain.of("\(row.name): \(explanation)") + "\n" }
        }
        text += hidden(besides: shown)
        let advice = GateNextStep.parts(for: report)
        if !advice.isEmpty {
            text +=
                "\n"
                + advice.map { part in
                    switch part {
                    case .words(let words): words
                    case .command(let command): "“\(command)”"
                    }
                }.joined() + "\n"
        }
        if let link = report.link, report.isNews { text += TextPlain.of(link) + "\n" }
        for notice in report.notices { text += "note: \(TextPlain.of(notice))\n" }
        return text
    }

    private var paint: TextPaint {
        switch report.conclusion {
        case .passed: .good
        case .failed, .unknown: .bad
        case .inconclusive, .firstRun, .nothingCompared: .strong
        }
    }

    /// All that failed or improved, and the first few of the others that are not unchanged.
    private var rows: [GateReportRow] {
        var quiet: [Verdict: Int] = [:]
        return report.rows.filter { row in
            if row.failure != nil { return true }
            switch row.verdict {
            case .regressed, .improved: return true
            case .unchanged: return false
            case .inconclusive, .missing:
                quiet[row.verdict, default: 0] += 1
                return quiet[row.verdict, default: 0] <= Self.mostQuiet
            }
        }
    }

    private func hidden(besides shown: [GateReportRow]) -> String {
        let counts = Verdict.allCases.compactMap { verdict -> String? in
            let count = report.count(of: verdict) - shown.count { $0.verdict == verdict }
            return count == 0 ? nil : "\(count) \(verdict.rawValue)"
        }
        return counts.isEmpty ? "" : "not shown: \(counts.joined(separator: ", "))\n"
    }

    private func table(of rows: [GateReportRow]) -> TextTable {
        var table = TextTable(
            .text("verdict"),
            .elastic("benchmark"),
            .text("metric"),
            .number("before"),
            .number("after"),
            .number("change"),
            .number("95 % interval"),
            .elastic("why")
        )
        for row in rows {
            table.add(
                TextTable.Cell(row.verdict.rawValue, Self.paint(row)),
                TextTable.Cell(row.name),
                TextTable.Cell(row.metric),
                TextTable.Cell(row.levels.beforeText),
                TextTable.Cell(row.levels.afterText),
                TextTable.Cell(row.levels.changeText),
                TextTable.Cell(row.levels.intervalText),
                TextTable.Cell(row.why)
            )
        }
        return table
    }

    private static func paint(_ row: GateReportRow) -> TextPaint? {
        if row.failure != nil { return .bad }
        return row.verdict == .improved ? .good : nil
    }

    private static func text(_ side: GateReportSide) -> String {
        guard let commit = side.shortCommit else { return TextPlain.of(side.reason) }
        return TextPlain.of("\(commit) (\(side.reason))" + (side.runs.isEmpty ? "" : ", \(side.runsText)"))
    }
}
