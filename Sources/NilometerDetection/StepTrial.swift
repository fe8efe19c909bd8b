import Foundation
import NilometerCore
import NilometerStatistics

/// A series that is judged again and again with a step at its end.
struct StepTrial {
    /// From how many places of the newest level the points after the step are taken.
    private static let draws = 5
    /// How many of them must show the step.
    private static let needed = 4
    /// How many points of the newest level are used.
    private static let longest = 100
    /// How far from the step a change may be found.
    private static let near = 5

    /// The findings without a step.
    let findings: Findings
    /// The points of the newest level, at most a hundred.
    let segment: [Point]
    /// The median of the newest level; nil without a point.
    let level: Double?
    /// Whether steps are units of a count, else shares of the level.
    let countsUnits: Bool
    private let state: SeriesState
    private let count: Int
    private let falls: Bool
    /// What a share is a share of where values are not all above 0.
    private let size: Double?

    init(_ points: [Point], _ series: Series) {
        let finite = points.filter { $0.value.isFinite }
        var state = SeriesState(of: finite, isExact: series.isExact)
        findings = state.findings()
        self.state = state
        count = finite.count
        let start = findings.changes.last { $0.state == .confirmed || $0.state == .pending }?.index ?? 0
        segment = Array(finite[start...].suffix(Self.longest))
        level = Median.of(segment.map(\.value))
        falls = series.better == .higher
        let isWhole = segment.allSatisfy { $0.value == $0.value.rounded() }
        countsUnits = findings.seriesClass == SeriesClass.exact.rawValue && (series.isExact || isWhole)
        let isRatio = segment.allSatisfy { $0.value > 0 }
        size = isRatio ? nil : Median.of(segment.map { abs($0.value) })
    }

    /// Whether the newest level has too few points to say more than a suspicion of what follows it.
    var isYoung: Bool {
        let isExact = findings.seriesClass == SeriesClass.exact.rawValue
        return findings.isLearning || !isExact && segment.count < NoisyLevels.learning
    }

    /// The noise of a point as a share of the level.
    var noise: Double? {
        guard let level, level != 0, let deviation = MedianDeviation.of(segment.map(\.value)) else { return nil }
        return MedianDeviation.normalFactor * deviation / abs(level)
    }

    /// A value after a step of so many units, or of such a share.
    func moved(_ value: Double, by step: Double) -> Double {
        if countsUnits { return falls && value >= step ? value - step : value + step }
        if let size { return value + (falls ? -step : step) * size }
        return falls ? value / (1 + step) : value * (1 + step)
    }

    /// Whether a step is confirmed when so many points have followed it, in four of five draws.
    func finds(_ step: Double, within runs: Int) -> Bool {
        guard !segment.isEmpty, runs > 0 else { return false }
        var (found, missed) = (0, 0)
        for draw in 0..<Self.draws {
            if isFound(step, runs, from: draw * segment.count / Self.draws) { found += 1 } else { missed += 1 }
            if found == Self.needed { return true }
            if missed > Self.draws - Self.needed { return false }
        }
        return false
    }

    private func isFound(_ step: Double, _ runs: Int, from first: Int) -> Bool {
        var state = state
        for place in 0..<runs {
            var point = segment[(first + place) % segment.count]
            let value = moved(point.value, by: step)
            if !countsUnits, point.value != 0 { point.spread *= abs(value / point.value) }
            point.value = value
            // Samples would have to be moved too; their number and spread say the same.
            point.samples = []
            (point.commit, point.run) = ("after \(place)", "after \(place)")
            state.take(point)
        }
        return state.findings().changes.contains { change in
            change.state == .confirmed && abs(change.index - count) <= Self.near
                && (change.after > change.before) == (moved(level ?? 0, by: step) > (level ?? 0))
        }
    }
}
