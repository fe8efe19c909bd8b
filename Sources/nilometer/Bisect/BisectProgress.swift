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
        let value = TextLevels(before: run.value, after: run.value, unit: unit).afterText
        let place = run.place == 0 ? "GOOD" : run.place == line.count ? "BAD" : "\(run.place) of \(line.count)"
        let number = String(format: "%3d", bisection.runs.count)
        return "\(number)  \(line.commits[run.place].short)  \(place)  \(value)\(known)"
    }

    private var known: String {
        guard let estimate = bisection.estimate, bisection.isExact || bisection.runs.count >= 6 else { return "" }
        let (range, wide) = (estimate.range, estimate.wide)
        if bisection.isExact { return "  one of \(range.count)" }
        let share = String(format: "%.1f %%", 100 * estimate.probability)
        return "  \(line.commits[range.upperBound].short) \(share), one of \(wide.count) 99 %"
    }
}
