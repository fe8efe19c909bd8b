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
        return table.text(on: output) + Self.causes(of: changes, withCommit: withCommit)
    }

    /// A line for each possible cause, with the commits at which it was seen.
    static func causes(of changes: [ChangeView], withCommit: Bool) -> String {
        var commits: [String: [String]] = [:]
        var order: [String] = []
        for change in changes {
            for cause in change.causes {
                if commits[cause] == nil { order.append(cause) }
                let commit = TextShort.commit(change.commit)
                if commits[cause]?.contains(commit) != true { commits[cause, default: []].append(commit) }
            }
        }
        return order.map { cause in
            let place = withCommit ? " at \((commits[cause] ?? []).joined(separator: ", "))" : ""
            return TextPlain.of("possible cause: \(cause)\(place)") + "\n"
        }.joined()
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
