import NilometerCore
import NilometerPipeline

/// Judges all series again, on all processors, and decides by two sets of rules.
struct ReplayRun {
    /// How many series one piece of work has.
    private static let piece = 8

    var input: ReplayInput
    var runsPerMonth: Double

    /// The report; the same bytes however many threads worked on it.
    func report(_ current: Rules, _ new: Rules, _ withAlerts: Bool) async throws -> ReplayReport {
        let known = try await replayed(current)
        // Series that both judge alike are judged once.
        let isSame = input.histories.map {
            Self.judged(current.asked(of: $0.series)) == Self.judged(new.asked(of: $0.series))
        }
        let others = try await replayed(new, except: isSame)
        let wanted = zip(zip(known, others), isSame).map { $1 ? $0.0 : $0.1 }
        return ReplayReport(
            input,
            runsPerMonth: runsPerMonth,
            current: policy(known, current),
            new: policy(wanted, new),
            withAlerts: withAlerts
        )
    }

    private func policy(_ series: [ReplayedSeries], _ rules: Rules) -> PolicyReplay {
        PolicyReplay(of: series, rules: rules, runsPerMonth: runsPerMonth, budget: input.alertBudget)
    }

    /// What of a rule the judgement of a series rests on.
    private static func judged(_ rule: Rule) -> Rule {
        var judged = Rule()
        (judged.kind, judged.better, judged.isIgnored) = (rule.kind, rule.better, rule.isIgnored)
        return judged
    }

    private func replayed(_ rules: Rules, except left: [Bool] = []) async throws -> [ReplayedSeries] {
        // Each piece is a child of this group: it ends with the command, and an error in one ends all.
        try await withThrowingTaskGroup(of: (start: Int, series: [ReplayedSeries]).self) { group in
            for start in stride(from: 0, to: input.histories.count, by: Self.piece) {
                let histories = input.histories
                group.addTask {
                    let piece = start..<min(start + Self.piece, histories.count)
                    return (
                        start,
                        try piece.map { index in
                            try Task.checkCancellation()
                            let history = histories[index]
                            guard !left.indices.contains(index) || !left[index] else {
                                return ReplayedSeries(series: history.series, pointCount: 0, steps: [])
                            }
                            return history.replayed(by: rules.asked(of: history.series))
                        }
                    )
                }
            }
            var pieces: [Int: [ReplayedSeries]] = [:]
            for try await piece in group { pieces[piece.start] = piece.series }
            return pieces.sorted { $0.key < $1.key }.flatMap(\.value)
        }
    }
}
