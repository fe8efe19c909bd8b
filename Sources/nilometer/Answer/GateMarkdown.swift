import NilometerCore

/// Draws an answer as Markdown: for a step's summary, a comment on a change request, or an annotation of a build.
struct GateMarkdown {
    /// The most rows before the others are folded away.
    private static let mostRows = 5

    let report: GateReport
    /// The most bytes; rows are left out, and told of, until the text fits.
    var limit = 60_000

    /// The verdict, the first rows, the others folded away, which runs were used, and what to do.
    var text: String {
        let ends = sides + nextStep + notices
        let opening = "**\(headline)**\(part)\n" + advisory
        var budget = limit - opening.utf8.count - ends.utf8.count - 600
        let places = report.rows.indices.filter { place in
            let row = report.rows[place]
            return row.failure != nil || row.verdict == .improved || row.verdict == .regressed
        }
        let leading = Set(places.prefix(Self.mostRows))
        let lead = leading.sorted().map { report.rows[$0] }
        let rest = report.rows.indices.filter { !leading.contains($0) }.map { report.rows[$0] }
        let first = Self.table(Array(lead), &budget)
        let folded = Self.table(rest, &budget)
        var text = opening
        if !first.text.isEmpty { text += "\n" + first.text }
        text += explanations(of: Array(lead))
        if !folded.text.isEmpty {
            text +=
                "\n<details><summary>\(rest.count) \(lead.isEmpty ? "" : "more ")"
                + "\(rest.count == 1 ? "row" : "rows")</summary>\n\n\(folded.text)\n</details>\n"
        }
        let left = first.left + folded.left
        if left > 0 { text += "\n\(left) more rows are left out here: the text would be too long.\n" }
        return text + ends
    }

    private var headline: String {
        GateHeadline(report: report).parts.map { part in
            switch part {
            case .words(let text): text
            case .name(let name): TextMarkdown.code(name)
            case .clause(let clause): TextMarkdown.prose(clause)
            }
        }.joined()
    }

    private var part: String { report.part.map { " (\(TextMarkdown.code($0)))" } ?? "" }

    private var advisory: String {
        report.isAdvisory && report.conclusion.status != 0
            ? "\nThe gate is advisory: this does not fail the job.\n" : ""
    }

    private var sides: String {
        let sides = [("Base", report.base), ("head", report.head)].compactMap { name, side -> String? in
            guard let side, side.reason != report.reason else { return nil }
            guard let commit = side.commit else { return "\(name): \(TextMarkdown.prose(side.reason))" }
            let runs = side.runs.isEmpty ? "" : ", \(TextMarkdown.prose(side.runsText))"
            return "\(name) \(TextMarkdown.code(TextShort.commit(commit))): \(TextMarkdown.prose(side.reason))\(runs)"
        }
        guard !sides.isEmpty else { return "" }
        let link = report.link.map { " · [the whole comparison](\($0))" } ?? ""
        return "\n<sub>\(sides.joined(separator: " · "))\(link)</sub>\n"
    }

    private var nextStep: String {
        let parts = GateNextStep.parts(for: report).map { part in
            switch part {
            case .words(let words): words
            case .command(let command): TextMarkdown.code(command)
            }
        }
        return parts.isEmpty ? "" : "\n**What now:** \(parts.joined())\n"
    }

    private var notices: String {
        report.notices.prefix(10).map { "\nNote: \(TextMarkdown.prose($0))\n" }.joined()
    }

    private func explanations(of rows: [GateReportRow]) -> String {
        let explained = rows.compactMap { row in
            row.explanation.map { "- \(TextMarkdown.code(row.name)): \(TextMarkdown.prose($0))\n" }
        }
        return explained.isEmpty ? "" : "\n" + explained.joined()
    }

    /// The table of the rows that the budget has room for, and how many it has none for.
    private static func table(_ rows: [GateReportRow], _ budget: inout Int) -> (text: String, left: Int) {
        guard !rows.isEmpty else { return ("", 0) }
        var text = "| verdict | benchmark | metric | before | after | change | 95 % interval | why |\n"
        text += "|---|---|---|--:|--:|--:|--:|---|\n"
        var shown = 0
        for row in rows {
            let line = Self.line(row)
            guard line.utf8.count <= budget else { break }
            text += line
            budget -= line.utf8.count
            shown += 1
        }
        return (shown == 0 ? "" : text, rows.count - shown)
    }

    private static func line(_ row: GateReportRow) -> String {
        let word = "\(mark(row)) \(row.verdict.rawValue)"
        let cells = [
            row.link.map { "[\(word)](\($0))" } ?? word, TextMarkdown.code(row.name), TextMarkdown.code(row.metric),
            TextMarkdown.prose(row.levels.beforeText), TextMarkdown.prose(row.levels.afterText),
            TextMarkdown.prose(row.levels.changeText), row.levels.intervalText, TextMarkdown.prose(row.why),
        ]
        return "| \(cells.joined(separator: " | ")) |\n"
    }

    private static func mark(_ row: GateReportRow) -> String {
        switch row.verdict {
        case .regressed: "▲"
        case .improved: "▼"
        case .unchanged: "="
        case .inconclusive: "?"
        case .missing: "–"
        }
    }
}
