import Foundation
import NilometerDetection

/// One line of a bisection's progress: the last run, and what is known after it.
struct BisectProgress {
    let line: BisectLine
    let bisection: Bisection
    let unit: String

    /// The run's number, commit and value, and the likeliest commit.
    var text: String {
        guard let run = bisection.runs.last else { return "" }
        // All lines in the scale of the smallest value, so that they can be compared.
        let least = bisection.runs.map(\.value).min()
        let value = TextLevels(before: least, after: run.value, unit: unit).afterText
        let place = run.place == 0 ? "GOOD" : run.place == line.count ? "BAD" : "\(run.place) of \(line.count)"
        let number = String(format: "%3d", bisection.runs.count)
        return "\(number)  \(line.commits[run.place].short)  \(place)  \(value)\(known)"
    }

    private var known: String {
        guard let estimate = bisection.estimate else { return "" }
        if bisection.isExact { return "  \(TextShort.count(estimate.range.count, "commit")) left" }
        guard bisection.runs.count >= 6 else { return "" }
        guard bisection.runs.contains(where: { $0.place != 0 && $0.place != line.count }) else {
            let interval = TextLevels(unit: unit, interval: estimate.ratios.map { [$0.lowerBound, $0.upperBound] })
            return interval.intervalText.isEmpty ? "" : "  BAD against GOOD \(interval.intervalText)"
        }
        let share = String(format: "%.1f %%", 100 * estimate.probability)
        let commits = TextShort.count(estimate.wide.count, "commit")
        return "  \(line.commits[estimate.range.upperBound].short) \(share), 99 % within \(commits)"
    }
}
