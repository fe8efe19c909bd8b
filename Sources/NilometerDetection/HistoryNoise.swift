import Foundation
import NilometerStatistics

/// How much runs of a series vary, as its newest runs show it, and where its present level lies.
///
/// The spread is that of the last runs about one level, not the robust spread within the present one: of 3,302 runs on hosted
/// machines whose code hardly changed, a median absolute deviation calls 5.4 in 100 regressed at p ≤ .01, as their noise has
/// long tails and modes. Steps of more than three times the spread within the levels are taken out first: those had a cause.
struct HistoryNoise {
    /// The most runs that are looked at.
    static let longest = 100
    /// The most runs of the present level that say where it lies.
    static let reference = 64
    /// From how many times the spread within the levels on a step is no noise.
    private static let caused = 3.0

    /// The mean of the present level, and how many runs it has.
    let centre: Double
    let count: Int
    /// The standard deviation of a run; above 0.
    let deviation: Double
    /// How many runs are behind the deviation.
    let runs: Int
    /// The lag-1 correlation of neighbours, 0 to .9; 0 where it is small.
    let correlation: Double

    /// Looks at the levels of a series, oldest first; nil when the last has no value.
    init?(_ levels: [[Double]]) {
        let levels = Self.newest(levels)
        guard let own = levels.last, !own.isEmpty else { return nil }
        let means = levels.map { $0.reduce(0, +) / Double($0.count) }
        let rests = zip(levels, means).map { level, mean in level.map { $0 - mean } }
        runs = rests.reduce(0) { $0 + $1.count }
        let within = Self.deviation(rests.flatMap(\.self), means: levels.count)
        let newest = own.suffix(Self.reference)
        centre = newest.reduce(0, +) / Double(newest.count)
        count = newest.count
        correlation = Self.correlation(rests)
        // From the present level backwards: a step that had a cause is undone for all before it.
        var joined = own
        var shift = 0.0
        for place in levels.indices.dropLast().reversed() {
            let step = means[place + 1] - means[place]
            if abs(step) > Self.caused * within { shift += step }
            joined += levels[place].map { $0 + shift }
        }
        let middle = joined.reduce(0, +) / Double(joined.count)
        let whole = Self.deviation(joined.map { $0 - middle }, means: 1)
        let steps = zip(own.dropFirst(), own).map { abs($0 - $1) }
        let floor = max((steps.filter { $0 > 0 }.min() ?? 0) / 4, 1e-9 * max(1, abs(centre)))
        deviation = max(within, whole, floor)
    }

    /// The standard error of the difference between the mean of so many new runs in a row and the present level.
    func error(of head: Int) -> Double {
        let new = Double(max(1, head))
        // Neighbours that are alike say less: the variance of a mean of correlated runs.
        var alike = 1.0
        if correlation > 0, head > 1 {
            for lag in 1..<min(head, 50) { alike += 2 * (1 - Double(lag) / new) * pow(correlation, Double(lag)) }
        }
        let old = (1 + correlation) / (1 - correlation)
        return deviation * (alike / new + old / Double(count)).squareRoot()
    }

    private static func newest(_ levels: [[Double]]) -> [[Double]] {
        var found: [[Double]] = []
        var left = longest
        for level in levels.reversed() where left > 0 && !level.isEmpty {
            found.append(level.suffix(left))
            left -= level.count
        }
        return found.reversed()
    }

    private static func deviation(_ rests: [Double], means: Int) -> Double {
        (rests.reduce(0) { $0 + $1 * $1 } / Double(max(1, rests.count - means))).squareRoot()
    }

    private static func correlation(_ rests: [[Double]]) -> Double {
        var (squares, products) = (0.0, 0.0)
        for level in rests {
            squares += level.reduce(0) { $0 + $1 * $1 }
            products += zip(level.dropFirst(), level).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let alike = squares > 0 ? min(0.9, products / squares) : 0
        return alike > 0.15 ? alike : 0
    }
}
