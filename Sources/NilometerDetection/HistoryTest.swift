import Foundation
import NilometerCore
import NilometerStatistics

/// Tests whether the head's runs lie where the noise of the base's history would put them.
///
/// T = Δ / (s·√(1/k + 1/n)) with k runs of the head and n points of history; s is 1.4826 times the median absolute deviation
/// of the history's logarithms, made larger where neighbours are alike. It assumes that the head's runs are as noisy as those
/// of the history.
struct HistoryTest {
    /// The most points of history that are used.
    static let longest = 64

    let noise: Double
    let p: Double
    private let item: ComparedSeries
    private let difference: Double
    private let freedom: Double
    private let before: Double
    private let after: Double
    private let points: Int
    private let isRatio: Bool
    /// The relative difference below which levels count as equal, on the scale of `difference`.
    private let limit: Double

    /// The test; nil where there are too few points and no siblings' noise, or no point at all.
    init?(_ item: ComparedSeries, siblingNoise: Double?) {
        let history = item.history.suffix(Self.longest).map(\.value)
        let head = item.head.map(\.value)
        guard let middle = Median.of(history) else { return nil }
        let isRatio = (history + head).allSatisfy { $0 > 0 }
        let own = isRatio ? history.map(log) : history
        let isOld = history.count >= HistoryComparer.fewestPoints
        guard let noise = isOld ? Self.noise(of: own) : isRatio ? siblingNoise : nil, let centre = Median.of(own) else {
            return nil
        }
        self.item = item
        self.noise = noise
        self.isRatio = isRatio
        before = middle
        after = Median.of(head) ?? middle
        points = history.count
        freedom = Double(max(history.count, HistoryComparer.fewestPoints) - 1)
        limit = isRatio ? SetsRule.limit : 0.01 * abs(middle)
        difference = (Median.of(isRatio ? head.map(log) : head) ?? centre) - centre
        let error = Self.error(noise, head.count, history.count)
        let p = StudentT.twoSided(difference / error, freedom: freedom)
        self.p = p.isNaN ? 1 : p
    }

    /// The row, given the p after correction for the number of benchmarks, and the level at which one p alone is shown.
    func row(adjustedP: Double, level: Double) -> ComparisonRow {
        let power = power(level)
        let error = Self.error(noise, item.head.count, points)
        var row = ComparisonRow(
            series: item.series,
            before: before,
            after: after,
            baseRuns: points,
            headRuns: item.head.count,
            verdict: .inconclusive,
            reason: ""
        )
        row.p = adjustedP
        let half = StudentT.quantile(0.975, freedom: freedom) * error
        if isRatio {
            row.ratio = exp(difference)
            row.interval = exp(difference - half)...exp(difference + half)
            row.smallestEffect = expm1(power * error)
        } else if before != 0 {
            row.smallestEffect = power * error / abs(before)
        }
        if adjustedP <= HistoryComparer.level, abs(difference) > limit, half < abs(difference) {
            let verdict = Verdict.of(rise: difference > 0, better: item.series.better)
            row.verdict = verdict
            row.reason =
                verdict == .inconclusive
                ? "it moved, but which direction is better is unknown: declare it"
                : "outside the noise of \(points) points"
            return row
        }
        let narrow = StudentT.quantile(0.95, freedom: freedom) * error
        if item.head.count >= 4, abs(difference) + narrow < limit {
            (row.verdict, row.reason) = (.unchanged, "shown to be within 1 %")
            return row
        }
        row.runsToSettle = runsToSettle(power)
        row.reason = Self.reason(effect: row.smallestEffect, runs: row.runsToSettle, points: points)
        return row
    }

    /// How many errors an effect must have to be seen four times in five at the level of decision.
    private func power(_ level: Double) -> Double {
        -StudentT.quantile(level / 2, freedom: freedom) + Normal.quantile(0.8)
    }

    /// How many runs of the head would show a difference of the size seen, or else that there is none.
    ///
    /// Where the history is too short for any number of runs, as many points of history are needed too.
    private func runsToSettle(_ power: Double) -> Int? {
        let isLarge = abs(difference) > limit
        let needed = isLarge ? power : Normal.quantile(0.95) + Normal.quantile(0.9)
        let reach = isLarge ? abs(difference) : limit
        guard noise > 0, reach > 0 else { return nil }
        let share = pow(reach / (needed * noise), 2) - 1 / Double(points)
        let both = 2 * pow(needed * noise / reach, 2)
        guard both.isFinite, both < 1e6 else { return nil }
        let runs = share > 0 && 1 / share < both ? 1 / share : max(both, Double(points))
        return max(isLarge ? item.head.count + 1 : 4, Int(runs.rounded(.up)))
    }

    private static func reason(effect: Double?, runs: Int?, points: Int) -> String {
        let seen = effect.map { "this sees \(Self.text($0)) or more" } ?? "the noise has no measure"
        guard let runs else { return seen + ": a quieter machine would settle it" }
        let history = runs > points ? " after as many points of history" : ""
        return seen + ": \(runs) runs of the head\(history) would settle it"
    }

    private static func text(_ effect: Double) -> String {
        effect < 1 ? String(format: "%.2g %%", max(0.01, 100 * effect)) : String(format: "× %.1f", 1 + effect)
    }

    private static func error(_ noise: Double, _ head: Int, _ history: Int) -> Double {
        noise * (1 / Double(max(1, head)) + 1 / Double(max(1, history))).squareRoot()
    }

    /// The noise between runs, made larger where neighbours are alike; never 0.
    private static func noise(of values: [Double]) -> Double? {
        guard let centre = Median.of(values) else { return nil }
        let rest = values.map { $0 - centre }
        let deviation = 1.4826 * (Median.of(rest.map(abs)) ?? 0)
        let steps = zip(values.dropFirst(), values).map { abs($0 - $1) }
        let floor = max((steps.filter { $0 > 0 }.min() ?? 0) / 4, 1e-9 * max(1, abs(centre)))
        let squares = rest.reduce(0) { $0 + $1 * $1 }
        let products = zip(rest.dropFirst(), rest).reduce(0) { $0 + $1.0 * $1.1 }
        let alike = squares > 0 ? min(0.9, max(0, products / squares)) : 0
        let inflation = alike > 0.15 ? ((1 + alike) / (1 - alike)).squareRoot() : 1
        return max(deviation, floor) * inflation
    }
}
