import Foundation
public import NilometerCore
import NilometerStatistics

/// How strong a change is in view of its series' own history, in decades.
public enum ChangeStrength {
    /// From how many samples on a run speaks for itself.
    private static let ownSamples = 5

    /// The strength of a finding; nil where there is no chance to allow for: counts, levels that the runs' own repeats show.
    ///
    /// A noisy change is as strong as the weaker of two doubts: the detector's p and `StepStrength`.
    ///
    /// - Parameters:
    ///   - place: which of the findings.
    ///   - findings: all that was found in the points.
    ///   - points: the series up to now.
    ///   - isExact: whether the metric is a count from the first point.
    /// - Returns: −log₁₀ p; nil where no budget applies.
    /// - Complexity: O(n) for n points, with a small factor.
    public static func of(_ place: Int, of findings: Findings, in points: [Point], isExact: Bool) -> Double? {
        let finding = findings.changes[place]
        guard !isExact, points.indices.contains(finding.index) else { return nil }
        let others = findings.changes.indices.filter { $0 != place && findings.changes[$0].state == .confirmed }
            .map { findings.changes[$0].index }
        if let p = finding.p {
            // Runs without a finite value were left out of the judgement; the others keep their order.
            let finite = points.indices.filter { points[$0].value.isFinite }
            func moved(_ index: Int) -> Int { finite.count == points.count ? index : finite.count { $0 < index } }
            let strength = StepStrength.of(
                finite.map { points[$0].value },
                at: moved(finding.index),
                others: others.map(moved)
            )
            return min(strength, -log10(max(p, 1e-300)))
        }
        guard findings.seriesClass == "exact", points[finding.index].count < ownSamples else { return nil }
        let start = others.last { $0 < finding.index } ?? 0
        return StepStrength.ofEqualValues(
            before: equal(to: finding.before, in: points[start..<finding.index]),
            after: equal(to: finding.after, in: points[finding.index...])
        )
    }

    private static func equal(to level: Double, in points: ArraySlice<Point>) -> (equal: Int, strays: Int) {
        let equal = points.count { $0.value == level }
        return (equal, points.count - equal)
    }
}
