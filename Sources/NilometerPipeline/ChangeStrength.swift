import Foundation
public import NilometerCore
import NilometerStatistics

/// How strong a change is in view of its series' own history, in decades.
public enum ChangeStrength {
    /// From how many samples on a run speaks for itself.
    private static let ownSamples = 5
    /// How many points before a change are looked at.
    private static let memory = 420

    /// The strength of a finding; nil where there is no chance to allow for: counts, levels that the runs' own repeats show.
    ///
    /// A noisy change is as strong as the weaker of two doubts: the detector's p and `StepStrength`.
    ///
    /// - Parameters:
    ///   - place: which of the findings.
    ///   - findings: all that was found in the points.
    ///   - points: the series.
    ///   - count: how many of the points were there; nil for all.
    ///   - isExact: whether the metric is a count from the first point.
    /// - Returns: −log₁₀ p; nil where no budget applies.
    /// - Complexity: O(points after the change).
    public static func of(
        _ place: Int,
        of findings: Findings,
        in points: [Point],
        upTo count: Int? = nil,
        isExact: Bool
    ) -> Double? {
        let finding = findings.changes[place]
        let end = count ?? points.count
        guard !isExact, (0..<end).contains(finding.index) else { return nil }
        let start = max(0, finding.index - memory)
        let others = findings.changes.indices.filter { $0 != place && findings.changes[$0].state == .confirmed }
            .map { findings.changes[$0].index }
        if let p = finding.p {
            // Runs without a finite value were left out of the judgement; the others keep their order.
            let finite = (start..<end).filter { points[$0].value.isFinite }
            func moved(_ index: Int) -> Int {
                finite.count == end - start ? index - start : finite.count { $0 < index }
            }
            let strength = StepStrength.of(
                finite.map { points[$0].value },
                at: moved(finding.index),
                others: others.filter { $0 > start }.map(moved)
            )
            return min(strength, -log10(max(p, 1e-300)))
        }
        guard findings.seriesClass == "exact", points[finding.index].count < ownSamples else { return nil }
        let before = max(start, others.last { $0 < finding.index } ?? 0)
        return StepStrength.ofEqualValues(
            before: equal(to: finding.before, in: points[before..<finding.index]),
            after: equal(to: finding.after, in: points[finding.index..<end])
        )
    }

    private static func equal(to level: Double, in points: ArraySlice<Point>) -> (equal: Int, strays: Int) {
        let equal = points.count { $0.value == level }
        return (equal, points.count - equal)
    }
}
