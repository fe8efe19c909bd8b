import Foundation
public import NilometerCore
import NilometerStatistics

/// Says how small a step `LevelDetector` would find, by letting it judge the series with such a step at its end.
///
/// What comes after the step are points of the newest level itself, moved by the step, from five places of it: so the answer
/// knows the series' own noise, its correlation and its outliers. A step is found when four of the five are confirmed.
public struct LevelGauge: DetectabilityGauge {
    /// The smallest and the largest relative step that are tried.
    private static let tried = 0.0005...9.0
    /// The most units that are tried on a series that counts.
    private static let mostUnits = 1024

    /// Makes the gauge.
    public init() {}

    /// The card.
    ///
    /// - Complexity: about a hundred passes of the detector over its tail, for noisy series.
    public func detectability(of points: [Point], in series: Series, within runs: [Int]) -> Detectability {
        let trial = StepTrial(points, series)
        var card = Detectability(
            seriesClass: trial.findings.seriesClass,
            isLearning: trial.isYoung,
            points: trial.segment.count,
            level: trial.level,
            noise: trial.noise,
            steps: []
        )
        var known: Double?
        for count in runs {
            // What is found within a few runs is found within more.
            known = trial.countsUnits ? Self.fewestUnits(trial, count, known) : Self.leastShare(trial, count, known)
            guard let known, let level = trial.level else {
                card.steps.append(Detectability.Step(runs: count, difference: nil, share: nil))
                continue
            }
            let difference = abs(trial.moved(level, by: known) - level)
            let share = level == 0 ? nil : difference / abs(level)
            card.steps.append(Detectability.Step(runs: count, difference: difference, share: share))
        }
        return card
    }

    /// Whether a step of so much is found so soon.
    ///
    /// - Complexity: at most five passes of the detector over its tail.
    public func finds(share: Double, in points: [Point], of series: Series, within runs: Int) -> Bool? {
        let trial = StepTrial(points, series)
        guard !trial.isYoung, let level = trial.level else { return nil }
        return trial.finds(trial.countsUnits ? max(1, (share * abs(level)).rounded(.down)) : share, within: runs)
    }

    private static func fewestUnits(_ trial: StepTrial, _ runs: Int, _ known: Double?) -> Double? {
        let most = known.map { Int($0) } ?? mostUnits
        var units = 1
        while units < most {
            if trial.finds(Double(units), within: runs) { return Double(units) }
            units *= 2
        }
        return known ?? (trial.finds(Double(most), within: runs) ? Double(most) : nil)
    }

    private static func leastShare(_ trial: StepTrial, _ runs: Int, _ known: Double?) -> Double? {
        var (low, high) = (tried.lowerBound, known ?? tried.upperBound)
        guard known != nil || trial.finds(high, within: runs) else { return nil }
        guard !trial.finds(low, within: runs) else { return low }
        while high / low > 1.02 {
            let middle = (low * high).squareRoot()
            if trial.finds(middle, within: runs) { high = middle } else { low = middle }
        }
        return high
    }
}
