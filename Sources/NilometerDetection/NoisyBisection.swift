import Foundation
import NilometerStatistics

/// What the runs of a bisection say where they scatter.
struct NoisyBisection {
    /// The runs on the scale that is searched: logarithms where all values are above 0, else shares of the median size.
    let values: [(place: Int, value: Double)]
    /// Where the step is.
    let posterior: StepPosterior

    private let count: Int
    private let skipped: Set<Int>
    private let unit: Double?

    /// Nil before both ends were measured.
    init?(_ bisection: Bisection) {
        let runs = bisection.runs
        count = bisection.count
        skipped = bisection.skipped
        if runs.allSatisfy({ $0.value > 0 }) {
            unit = nil
            values = runs.map { ($0.place, log($0.value)) }
        } else {
            let sizes = runs.map { abs($0.value) }
            let middle = Median.of(sizes) ?? 1
            let unit = middle > 0 ? middle : Median.of(sizes.filter { $0 > 0 }) ?? 1
            self.unit = unit
            values = runs.map { ($0.place, $0.value / unit) }
        }
        guard let posterior = StepPosterior(values, count: count, weights: bisection.priors) else { return nil }
        self.posterior = posterior
    }

    /// The commit whose measurement says most: about as likely before the step as after it; nil when none can be measured.
    var halving: Int? {
        var before = 0.0
        var best: (place: Int, distance: Double)?
        for place in 1..<max(1, count) {
            before += posterior.probabilities[place]
            guard !skipped.contains(place) else { continue }
            let distance = abs(before - 0.5)
            if best.map({ distance < $0.distance - 1e-12 }) ?? true { best = (place, distance) }
        }
        return best?.place
    }

    /// What is known, and how much another story is to be believed.
    func estimate(doubt: Double) -> BisectionEstimate {
        let likeliest = likeliest
        let ends = [posterior.old, posterior.old + posterior.difference].map { level in
            unit.map { $0 * level } ?? exp(level)
        }
        let reach = 1.96 * posterior.differenceDeviation
        return BisectionEstimate(
            range: likeliest.range,
            probability: likeliest.probability,
            wide: wide,
            before: ends[0],
            after: ends[1],
            ratios: unit == nil ? exp(posterior.difference - reach)...exp(posterior.difference + reach) : nil,
            noise: unit == nil ? expm1(posterior.noise) : posterior.noise,
            doubt: doubt
        )
    }

    /// Each commit that can be measured together with those before it that cannot.
    private var stretches: [(range: ClosedRange<Int>, probability: Double)] {
        var stretches: [(ClosedRange<Int>, Double)] = []
        var first = 1
        for place in 1...count where !skipped.contains(place) {
            stretches.append((first...place, posterior.probabilities[first...place].reduce(0, +)))
            first = place + 1
        }
        return stretches
    }

    private var likeliest: (range: ClosedRange<Int>, probability: Double) {
        stretches.max { $0.probability < $1.probability } ?? (1...count, 1)
    }

    private var wide: ClosedRange<Int> {
        var kept = stretches[...]
        var sum = 1.0
        while kept.count > 1, let first = kept.first, let last = kept.last {
            let least = min(first.probability, last.probability)
            guard sum - least >= Bisection.namingProbability else { break }
            sum -= least
            if first.probability <= last.probability { kept.removeFirst() } else { kept.removeLast() }
        }
        return (kept.first?.range.lowerBound ?? 1)...(kept.last?.range.upperBound ?? count)
    }
}
