import NilometerCore

/// Draws an answer as the lines by which GitHub Actions marks a job.
struct GateAnnotations {
    /// GitHub shows so many errors of a step.
    private static let most = 10

    let report: GateReport

    /// A line for each row that fails, or one for the whole; none where there is nothing to mark.
    var lines: [String] {
        let headline = GateHeadline(report: report).text
        switch report.conclusion {
        case .passed, .firstRun: return []
        case .nothingCompared, .inconclusive: return [line("warning", title: "nilometer", headline)]
        case .unknown: return [line(level, title: "nilometer", headline)]
        case .failed: break
        }
        let failing = report.failing
        let shown = failing.count > Self.most ? failing.prefix(Self.most - 1) : failing[...]
        var lines = shown.map { row in
            let detail = [row.levels.text, row.why, row.explanation].compactMap(\.self).filter { !$0.isEmpty }
            return line(
                level,
                title: "\(row.name) \(row.metric) \(row.verdict.rawValue)",
                detail.joined(separator: "; ")
            )
        }
        if shown.count < failing.count {
            lines.append(line(level, title: "nilometer", "\(failing.count - shown.count) more failed: \(headline)"))
        }
        return lines
    }

    private var level: String { report.isAdvisory ? "warning" : "error" }

    private func line(_ level: String, title: String, _ message: String) -> String {
        "::\(level) title=\(Self.property(title))::\(Self.message(message))"
    }

    private static func message(_ text: String) -> String {
        TextPlain.of(text).replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func property(_ text: String) -> String {
        message(TextWidth.shortened(text, to: 120)).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
