import Foundation
public import NilometerCore
import NilometerStatistics

/// One benchmark and metric of an interleaved comparison.
public struct InterleavedRow: Sendable, Equatable {
    /// The benchmark.
    public let benchmark: String
    /// Its parameters.
    public let parameters: [String: String]
    /// The metric.
    public let metric: String
    /// The unit of the values.
    public let unit: String
    /// Which direction is better.
    public let better: Better
    /// The median at the base; nil where nothing was measured.
    public internal(set) var before: Double?
    /// The median at the head.
    public internal(set) var after: Double?
    /// Head over base; nil for exact values and where a value is not above 0.
    public internal(set) var ratio: Double?
    /// The 95 % interval of the ratio.
    public internal(set) var interval: ClosedRange<Double>?
    /// The coverage that the interval reached, 0 to 1.
    public internal(set) var coverage: Double?
    /// The p after correction for the number of benchmarks; nil for exact values.
    public internal(set) var p: Double?
    /// The look that decided, or the last one.
    public internal(set) var look: LookPlan.Look?
    /// How many pairs the verdict rests on.
    public internal(set) var pairs = 0
    /// The smallest relative difference that would have been seen four times in five; nil where nothing was tested.
    public internal(set) var smallestEffect: Double?
    /// How many pairs would settle it; nil where that is not the question, or not known.
    public internal(set) var pairsToSettle: Int?
    /// What is said.
    public internal(set) var verdict: Verdict
    /// Why, or what would settle it.
    public internal(set) var reason: String
    /// What was doubtful: the machine drifted, or one side did.
    public internal(set) var warnings: [Warning] = []
    /// Whether the values are exact, so that their difference alone decides.
    public internal(set) var isExact = false
    /// Whether no later pair changes the verdict.
    public internal(set) var isDecided = false

    init(_ readings: PairedReadings) {
        benchmark = readings.benchmark
        parameters = readings.parameters
        metric = readings.metric
        unit = readings.unit
        better = readings.better
        before = Median.of(readings.pairs.map(\.base))
        after = Median.of(readings.pairs.map(\.head))
        (verdict, reason) =
            readings.pairs.isEmpty ? (.missing, readings.absence ?? "there is no pair") : (.inconclusive, "")
    }

    /// Whether a metric that counts was the same in both runs of each side; then its difference needs no test.
    static func isExact(_ readings: PairedReadings) -> Bool {
        let isCount = Metric.isCount(metric: readings.metric)
        guard isCount || SetsRule.canBeExact(unit: readings.unit) else { return false }
        // One pair run twice settles a count; what only looks like one must have looked so more often.
        guard let first = readings.pairs.first, readings.pairs.count >= (isCount ? 2 : 5) else { return false }
        let isWhole = first.base == first.base.rounded() && first.head == first.head.rounded()
        return isWhole && readings.pairs.allSatisfy { $0 == first }
    }

    mutating func decideExactly(_ readings: PairedReadings) {
        guard let pair = readings.pairs.first else { return }
        (isExact, isDecided, pairs) = (true, true, readings.pairs.count)
        smallestEffect = pair.base == 0 ? 0 : 1 / abs(pair.base)
        guard pair.base != pair.head else {
            (verdict, reason) = (.unchanged, "equal in every run")
            return
        }
        say(isRise: pair.head > pair.base, "exact: every run of a side gave the same")
    }

    /// Takes what a look says; `level` is that at which one p alone would be shown.
    mutating func take(_ test: PairTest, adjustedP: Double, look: LookPlan.Look, level: Double, isLast: Bool) {
        (p, self.look, pairs) = (adjustedP, look, look.pairs)
        (before, after) = (test.before, test.after)
        (ratio, interval, coverage) = (test.ratio, test.interval, test.coverage)
        warnings = test.warnings
        smallestEffect = test.smallestEffect(level: level)
        if adjustedP <= look.level, test.isBeyondLimit {
            isDecided = true
            guard test.halvesAgree else {
                (verdict, reason) = (.inconclusive, "the difference itself moved while it was measured: measure again")
                return
            }
            say(isRise: test.estimate > 0, "shown by \(look.pairs) pairs")
            return
        }
        if test.isWithinLimit(error: 5 * look.level) {
            isDecided = true
            (verdict, reason) = (.unchanged, "shown to be within \(Self.percent(test.limit))")
            return
        }
        guard isLast else {
            reason = "not yet shown by \(look.pairs) pairs"
            return
        }
        pairsToSettle = test.pairsToSettle(level: level)
        let seen = smallestEffect.map { "this sees \(Self.percent($0)) or more" } ?? "the noise has no measure"
        reason = seen + (pairsToSettle.map { ": about \($0) pairs would settle it" } ?? "")
    }

    private mutating func say(isRise: Bool, _ reason: String) {
        verdict = Verdict.of(rise: isRise, better: better)
        self.reason =
            verdict == .inconclusive ? "it moved, but which direction is better is unknown: declare it" : reason
    }

    private static func percent(_ share: Double) -> String {
        String(format: share < 0.1 ? "%.2g %%" : "%.0f %%", max(0.01, 100 * share))
    }
}
