import Foundation
import NilometerDetection

/// The end of a bisection as people read it.
extension BisectOutcome {
    /// A few lines; names from the repository are made safe for a terminal.
    var text: String { "\n" + lines.map(TextPlain.of).joined(separator: "\n") + "\n" }

    private var lines: [String] {
        switch step {
        case .ended(.found(let estimate)): found(estimate)
        case .ended(.noDifference(let estimate)): noDifference(estimate)
        case .ended(.notOneStep(let shape, let estimate)): notOneStep(shape, estimate)
        case .ended(.measure): stopped("the search was broken off")
        case .stopped(let reason): stopped(reason)
        }
    }

    private var subject: String { "\(question.benchmark) \(question.metric)" }

    private func found(_ estimate: BisectionEstimate) -> [String] {
        let last = line.commits[estimate.range.upperBound]
        var lines: [String] = []
        if estimate.range.count == 1 {
            lines.append("\(last.sha)")
            lines.append("\(last.author): \(last.subject)")
        } else {
            lines.append("One of these \(estimate.range.count) commits; all but the last cannot be measured:")
            for place in estimate.range.reversed() {
                let commit = line.commits[place]
                lines.append("  \(commit.short)  \(commit.author): \(commit.subject)")
            }
        }
        lines.append("\(subject): \(levels(estimate))")
        lines.append("\(certainty(estimate)), \(counts(estimate))")
        if bisection.isExact { lines += otherSteps(estimate) }
        lines.append("Look further: git show \(last.short)")
        return lines
    }

    private func noDifference(_ estimate: BisectionEstimate) -> [String] {
        guard !bisection.isExact else {
            let level = TextLevels(before: estimate.before, after: estimate.before, unit: unit).afterText
            return ["GOOD and BAD do not differ: \(subject) is \(level) at both, \(counts(estimate))."]
        }
        let limit =
            estimate.largestDifference.map { String(format: " larger than %.1f %%", 100 * $0) } ?? " that was seen"
        return [
            "There is no difference between GOOD and BAD\(limit).",
            "\(subject): \(levels(estimate)), \(counts(estimate))",
        ]
    }

    private func notOneStep(_ shape: BisectionStep.Shape, _ estimate: BisectionEstimate) -> [String] {
        let sure = String(format: "%.1f %%", 100 * estimate.doubt)
        var lines: [String] = []
        switch shape {
        case .gradual: lines.append("No one commit moved the level: it moved little by little (\(sure)).")
        case .severalSteps(let middle):
            let (first, last) = (line.commits[middle.lowerBound], line.commits[min(line.count, middle.upperBound)])
            lines.append(
                "The level moved more than once (\(sure)): before about \(first.short), and before about \(last.short)."
            )
            lines.append("Search each part: from GOOD to \(first.short), and from \(first.short) to BAD.")
        }
        lines.append("\(subject): \(levels(estimate)) from GOOD to BAD, \(counts(estimate))")
        return lines
    }

    private func stopped(_ reason: String) -> [String] {
        guard let estimate else { return ["Nothing is known yet: \(reason)."] }
        let (first, last) = (line.commits[estimate.wide.lowerBound], line.commits[estimate.wide.upperBound])
        let likeliest = line.commits[estimate.range.upperBound]
        let share = String(format: "%.1f %%", 100 * estimate.probability)
        return [
            "The commit is not found: \(reason).",
            "So far: one of \(estimate.wide.count) commits from \(first.short) to \(last.short) (99 %), likeliest \(likeliest.short) (\(share))",
            "\(subject): \(levels(estimate)), \(counts(estimate))",
            "The same call with a larger limit goes on from here.",
        ]
    }

    private func levels(_ estimate: BisectionEstimate) -> String {
        let text = TextLevels(
            before: estimate.before,
            after: estimate.after,
            unit: unit,
            ratio: bisection.isExact ? nil : estimate.ratio,
            interval: estimate.ratios.map { [$0.lowerBound, $0.upperBound] }
        )
        let interval = text.intervalText.isEmpty ? "" : " [\(text.intervalText)]"
        return "\(text.beforeText) → \(text.afterText) (\(text.changeText)\(interval))"
    }

    private func certainty(_ estimate: BisectionEstimate) -> String {
        guard !bisection.isExact else { return "Exact" }
        let percent = String(format: "%.1f", min(99.9, 100 * estimate.probability))
        let doubt =
            estimate.doubt >= 0.05 ? String(format: " (%.0f %% that there is not one step)", 100 * estimate.doubt) : ""
        return "Posterior \(percent) %\(doubt)"
    }

    private func counts(_ estimate: BisectionEstimate) -> String {
        let commits = Set(bisection.runs.map(\.place)).count
        let noise = bisection.isExact ? "" : String(format: ", noise %.1f %%", 100 * estimate.noise)
        let passed = skipped.isEmpty ? "" : ", \(skipped.count) passed over"
        return "\(bisection.runs.count) runs of \(commits) commits\(passed)\(noise)"
    }

    /// What the ends say besides the step that was found.
    private func otherSteps(_ estimate: BisectionEstimate) -> [String] {
        let ends = [0, line.count].compactMap { place in bisection.runs.first { $0.place == place }?.value }
        guard ends.count == 2, ends != [estimate.before, estimate.after] else { return [] }
        let whole = TextLevels(before: ends[0], after: ends[1], unit: unit)
        return ["Other commits moved it, too: from GOOD to BAD it is \(whole.beforeText) → \(whole.afterText)."]
    }
}
