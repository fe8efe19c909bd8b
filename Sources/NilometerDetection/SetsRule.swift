import Foundation
import NilometerCore
import NilometerStatistics

/// Decides about two sets of files that have no history behind them: a file is one run.
///
/// Within one run the samples share whatever disturbed it, so that they say little of the next run. One run a side decides
/// only what is out of the question: all samples separated, and more than half as much again.
struct SetsRule {
    /// The ratio that one run a side must pass.
    static let clearRatio = 1.5
    /// The relative difference below which levels count as equal: the default limit, 1 %.
    static let limit = log(1.01)
    /// The fewest runs a side with which the exact test can pass at 0.01.
    static let fewestRuns = 5

    let old: ComparisonSample
    let new: ComparisonSample
    let better: Better
    let isExact: Bool

    /// Whether samples are whole numbers that a run repeats to within one: then the difference decides.
    static func isExact(_ old: ComparisonSample, _ new: ComparisonSample, unit: String) -> Bool {
        guard canBeExact(unit: unit) else { return false }
        return [old, new].allSatisfy { side in
            side.count >= 5 && side.greatest - side.least <= 1 && side.sorted.allSatisfy { $0 == $0.rounded() }
        }
    }

    /// Whether values of a unit may be counts: neither times nor rates.
    static func canBeExact(unit: String) -> Bool { CanonicalUnit(of: unit).name != "ns" && !unit.contains("/s") }

    private var isSeparated: Bool { new.least > old.greatest || new.greatest < old.least }
    private var isRise: Bool { new.centre > old.centre }

    /// The p over runs, where both sides have enough of them to be tested; nil otherwise.
    var p: Double? {
        guard !isExact, min(old.runs.count, new.runs.count) >= 2 else { return nil }
        return MannWhitney.conditional(old.runCentres, new.runCentres).p
    }

    /// The smallest relative difference that would have been seen; nil where nothing can be: both levels lie at or below 0.
    var smallestEffect: Double? {
        if isExact { return ExactComparison.smallestEffect(old.centre) }
        let (before, after) = (old.runCentres.count, new.runCentres.count)
        let noise = max(Self.noise(old.runCentres), Self.noise(new.runCentres))
        guard min(before, after) >= Self.fewestRuns, noise.isFinite, noise > 0 else { return Self.clearRatio - 1 }
        let step = SampleSize.smallestStep(deviation: noise, before, after, level: 0.01)
        return min(Self.clearRatio - 1, max(0.01, expm1(step / SampleSize.rankEfficiency.squareRoot())))
    }

    /// The judgement, given the p after correction for the number of benchmarks.
    func judgement(adjustedP: Double?) -> Judgement {
        if isExact { return exact }
        if let adjustedP, let judged = ofRuns(adjustedP) { return judged }
        return clear ?? undecided
    }

    /// The judgement when every sample is taken for a run, as benchstat does.
    func judgementOfSamples(p: Double?) -> Judgement {
        let isReal = p.map { $0 <= 0.05 } ?? true
        guard old.centre != new.centre else { return Judgement(.inconclusive, "the centres are equal") }
        guard isReal else { return Judgement(.inconclusive, "p is above 0.05") }
        return real("p is at most 0.05, one test for each row")
    }

    private var exact: Judgement {
        if isSeparated { return real("a count moved") }
        if old.centre == new.centre { return Judgement(.unchanged, "the counts are equal") }
        return Judgement(.inconclusive, "the counts overlap: run both sides again", runsToSettle: 2)
    }

    private var clear: Judgement? {
        guard isSeparated else { return nil }
        if old.centre == 0 { return real("a rise from 0 in all samples") }
        let ratio = new.centre / old.centre
        guard ratio.isFinite, ratio >= 0, ratio > Self.clearRatio || ratio < 1 / Self.clearRatio else { return nil }
        return real("all samples are separated")
    }

    private func ofRuns(_ p: Double) -> Judgement? {
        let (before, after) = (old.runCentres, new.runCentres)
        guard (before + after).allSatisfy({ $0 > 0 }) else { return nil }
        let shift = HodgesLehmann.shift(before.map(log), after.map(log), confidence: 0.95)
        let narrow = HodgesLehmann.shift(before.map(log), after.map(log), confidence: 0.90)
        guard let shift, let narrow else { return nil }
        if p <= 0.01, !shift.interval.contains(0), abs(shift.estimate) > Self.limit { return real("the runs differ") }
        let isWithin = narrow.interval.lowerBound > -Self.limit && narrow.interval.upperBound < Self.limit
        guard isWithin, narrow.coverage >= 0.9 else { return nil }
        return Judgement(.unchanged, "shown to be within 1 %")
    }

    private func real(_ reason: String) -> Judgement {
        let verdict = Verdict.of(rise: isRise, better: better)
        guard verdict != .inconclusive else {
            return Judgement(verdict, "it moved, but which direction is better is unknown: declare it")
        }
        return Judgement(verdict, reason)
    }

    private var undecided: Judgement {
        let count = runsToSettle
        let runs = count.map { "about \($0) runs a side would settle it" } ?? "run both sides \(Self.fewestRuns) times"
        return Judgement(.inconclusive, runs, runsToSettle: count ?? Self.fewestRuns)
    }

    /// How many runs a side would show the difference seen, or that there is none; the noise inside the runs stands in for
    /// the noise between them.
    private var runsToSettle: Int? {
        guard old.least > 0, new.least > 0, old.count > 1, new.count > 1 else { return nil }
        let difference = abs(log(new.centre / old.centre))
        let noise = max(Self.noise(old.sorted), Self.noise(new.sorted))
        guard noise > 0 else { return nil }
        let needed =
            difference > Self.limit
            ? 2 * pow((2.5758 + 0.8416) * noise / difference, 2) / 0.955
            : 2 * pow((1.6449 + 1.2816) * noise / Self.limit, 2)
        return max(Self.fewestRuns, Int(min(1e6, needed.rounded(.up))))
    }

    private static func noise(_ values: [Double]) -> Double {
        let logs = values.map(log)
        let centre = Median.of(logs) ?? 0
        return 1.4826 * (Median.of(logs.map { abs($0 - centre) }) ?? 0)
    }
}
