import Foundation
import NilometerCore
import NilometerStatistics

/// Tests whether the head's runs lie where the noise of the base's history would put them.
///
/// T = Δ / (s·√(1/k + 1/n)) with k runs of the head and n runs of the present level; s is the deviation of `HistoryNoise`, and
/// both counts weigh less where neighbours are alike. It assumes that the head's runs are as noisy as those of the history.
struct HistoryTest {
    let noise: Double
    let p: Double
    private let item: ComparedSeries
    private let difference: Double
    private let freedom: Double
    private let before: Double
    private let after: Double
    private let points: Int
    private let isRatio: Bool
    /// The standard error of `difference` with so many runs of the head.
    private let error: (Int) -> Double
    /// The noise as it counts in the mean of many runs in a row.
    private let lastingNoise: Double
    /// The relative difference below which levels count as equal, on the scale of `difference`.
    private let limit: Double
    private let limitText: String

    /// The test; nil where there are too few points and no siblings' noise, or no point at all.
    init?(_ item: ComparedSeries, siblingNoise: Double?) {
        let history = item.history.suffix(HistoryNoise.longest).map(\.value)
        let head = item.head.map(\.value)
        let earlier = item.earlier.map { $0.map(\.value) }
        guard let middle = Median.of(history.suffix(HistoryNoise.reference)) else { return nil }
        let isRatio = (history + head + earlier.joined()).allSatisfy { $0 > 0 }
        let scaled = { (values: [Double]) in isRatio ? values.map { log($0) } : values }
        guard let known = HistoryNoise(earlier.map(scaled) + [scaled(history)]) else { return nil }
        let isOld = known.runs >= HistoryComparer.fewestPoints
        guard let noise = isOld ? known.deviation : isRatio ? siblingNoise : nil else { return nil }
        self.item = item
        self.noise = noise
        self.isRatio = isRatio
        lastingNoise = noise * ((1 + known.correlation) / (1 - known.correlation)).squareRoot()
        error = { known.error(of: $0) * (noise / known.deviation) }
        before = middle
        after = Median.of(head) ?? middle
        points = min(history.count, HistoryNoise.reference)
        freedom = Double(max(known.runs, HistoryComparer.fewestPoints) - 1)
        let smallest = SmallestChange(item.rule, at: middle, isRatio: isRatio)
        (limit, limitText) = (smallest.limit, smallest.text)
        difference = (Median.of(scaled(head)) ?? known.centre) - known.centre
        let p = StudentT.twoSided(difference / error(head.count), freedom: freedom)
        self.p = p.isNaN ? 1 : p
    }

    /// The row, given the p after correction for the number of benchmarks, and the level at which one p alone is shown.
    func row(adjustedP: Double, level: Double) -> ComparisonRow {
        let power = power(level)
        let error = error(item.head.count)
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
            (row.verdict, row.reason) = (.unchanged, "shown to be within \(limitText)")
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
        guard lastingNoise > 0, reach > 0 else { return nil }
        let share = pow(reach / (needed * lastingNoise), 2) - 1 / Double(points)
        let both = 2 * pow(needed * lastingNoise / reach, 2)
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
}
