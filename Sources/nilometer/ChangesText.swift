import NilometerAPI
import NilometerCore

/// Draws changes as a table; the machine is left out where there is one alone.
struct ChangesText {
    var changes: [ChangeView]
    /// Whether the commits are shown; they are not where all changes are of one.
    var withCommit = true

    func text(on output: Output) -> String {
        var table = TextTable(
            .text("commit"),
            .elastic("benchmark"),
            .elastic("parameters"),
            .text("metric"),
            .elastic("machine"),
            .number("level"),
            .number("moved"),
            .text("verdict"),
            .text("state")
        )
        let isOneMachine = Set(changes.map(\.machine)).count < 2
        for change in changes {
            let word = Self.word(change)
            table.add(
                .init(withCommit ? TextShort.commit(change.commit) : ""),
                .init(change.benchmark),
                .init(TextShort.parameters(change.parameters)),
                .init(change.metric),
                .init(isOneMachine ? "" : change.machine),
                .init(Self.level(change)),
                .init(TextNumber.share(from: change.before, to: change.after)),
                .init(word, Self.paint(word)),
                .init(change.state.rawValue, .faint)
            )
        }
        return table.text(on: output)
    }

    private static func level(_ change: ChangeView) -> String {
        let decimals = TextNumber.decimals(for: [change.before, change.after])
        let before = TextNumber.text(change.before, decimals: decimals)
        return "\(before) → \(TextNumber.text(change.after, decimals: decimals))"
    }

    /// `regressed`, `improved`, or `moved` where the better direction of the metric is not known.
    static func word(_ change: ChangeView, better: Better? = nil) -> String {
        switch better ?? Metric.usualDirection(unit: change.metric) {
        case .unknown: "moved"
        case .lower: change.after > change.before ? "regressed" : "improved"
        case .higher: change.after < change.before ? "regressed" : "improved"
        }
    }

    /// The colour of a verdict.
    static func paint(_ word: String) -> TextPaint? {
        switch word {
        case "regressed": .bad
        case "improved": .good
        default: nil
        }
    }
}
