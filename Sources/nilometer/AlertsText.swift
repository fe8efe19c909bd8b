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
                .init(alert.state.rawValue, paint(alert.state)),
                .init(alert.kind),
                .init(TextShort.commit(alert.commitRange.to)),
                .init(TextNumber.text(Double(alert.members.count))),
                .init(worst.map { "\($0.benchmark) \($0.metric)" } ?? ""),
                .init(worst.map { TextNumber.move(from: $0.before, to: $0.after) } ?? ""),
                .init(TextShort.time(alert.openedAt), .faint)
            )
        }
        return table
    }

    /// One alert with its changes.
    static func text(of alert: AlertView, commit: Commit?, on output: Output) -> String {
        var text = TextPaint.strong.on(TextPlain.of(alert.id), output.hasColour)
        text += "  " + (paint(alert.state)?.on(alert.state.rawValue, output.hasColour) ?? alert.state.rawValue)
        text += TextPlain.of("  \(alert.kind)") + "\n"
        text += TextPlain.of("commits \(alert.commitRange.from)..\(alert.commitRange.to)") + "\n"
        if let subject = commit?.subject {
            text += TextPlain.of(subject) + TextPlain.of(commit?.author.map { " (\($0))" } ?? "") + "\n"
        }
        text += "opened \(TextShort.time(alert.openedAt)), updated \(TextShort.time(alert.updatedAt))\n\n"
        return text + ChangesText(changes: alert.members, withCommit: false).text(on: output)
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
