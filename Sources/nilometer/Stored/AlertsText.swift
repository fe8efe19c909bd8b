import NilometerAPI
import NilometerCore

/// Draws alerts.
enum AlertsText {
    /// What people know a commit by.
    struct Commit: Decodable {
        var subject: String?
        var author: String?
    }

    /// A list with each alert's worst change.
    static func table(_ alerts: [AlertView]) -> TextTable {
        var table = TextTable(
            .text("alert"),
            .text("state"),
            .text("kind"),
            .text("since commit"),
            .number("changes"),
            .elastic("worst"),
            .text("moved"),
            .text("opened")
        )
        for alert in alerts {
            let worst = alert.members.first
            table.add(
                .init(alert.id),
                .init(state(of: alert), alert.held == nil ? paint(alert.state) : .faint),
                .init(alert.kind.rawValue),
                .init(TextShort.commit(alert.commitRange.to)),
                .init(alert.members.isEmpty ? "" : TextNumber.text(Double(alert.members.count))),
                .init(worst.map { "\($0.benchmark) \($0.metric)" } ?? alert.summary ?? ""),
                .init(worst.map { TextNumber.move(from: $0.before, to: $0.after) } ?? ""),
                .init(TextShort.time(alert.openedAt), .faint)
            )
        }
        return table
    }

    /// One alert with its changes, or the series that it names.
    static func text(of alert: AlertView, commit: Commit?, series: [SeriesView], on output: Output) -> String {
        var text = TextPaint.strong.on(TextPlain.of(alert.id), output.hasColour)
        text += "  " + (paint(alert.state)?.on(state(of: alert), output.hasColour) ?? state(of: alert))
        text += TextPlain.of("  \(alert.kind.rawValue)") + "\n"
        text += TextPlain.of("commits \(alert.commitRange.from)..\(alert.commitRange.to)") + "\n"
        if let subject = commit?.subject {
            text += TextPlain.of(subject) + TextPlain.of(commit?.author.map { " (\($0))" } ?? "") + "\n"
        }
        text += "opened \(TextShort.time(alert.openedAt)), updated \(TextShort.time(alert.updatedAt))\n\n"
        if let summary = alert.summary { text += TextPlain.of(summary) + "\n\n" }
        if !series.isEmpty { text += table(series).text(on: output) }
        if alert.members.isEmpty { return text }
        return text + ChangesText(changes: alert.members, withCommit: false).text(on: output)
    }

    private static func table(_ series: [SeriesView]) -> TextTable {
        var table = TextTable(.elastic("benchmark"), .elastic("parameters"), .text("metric"), .elastic("machine"))
        for one in series {
            table.add(
                .init(one.benchmark),
                .init(TextShort.parameters(one.parameters)),
                .init(one.metric),
                .init(one.machine)
            )
        }
        return table
    }

    /// The state, and why it is told to nobody.
    private static func state(of alert: AlertView) -> String {
        alert.state.rawValue + (alert.held.map { " (held: \($0.rawValue))" } ?? "")
    }

    private static func paint(_ state: Alert.State) -> TextPaint? {
        switch state {
        case .open: .bad
        case .acknowledged: .strong
        case .resolved, .recovered: .good
        case .accepted, .invalid: .faint
        }
    }
}
