public import NilometerCore

/// Finds every change of level in series whose values do not vary by chance.
///
/// Series that are not exact are only classed: this detector is honest about not judging them.
public struct ExactDetector: Detector {
    /// A stretch of points with one value.
    private struct Stretch {
        var start: Int
        var end: Int
        var value: Double
        var range: ClosedRange<Double>
        var confirmsItself: Bool
    }

    /// How many samples a run needs to confirm itself.
    private static let ownSamples = 5

    /// The permanent id.
    public let id = "exact"

    /// Makes the detector.
    public init() {}

    /// The changes of an exact series; none for others, which are named noisy and learning.
    ///
    /// - Complexity: O(points + samples).
    public func findings(in points: [Point], isExact: Bool) -> Findings {
        guard isExact else {
            return Findings(
                seriesClass: "noisy",
                isLearning: true,
                changes: [],
                warnings: [Warning("not-judged", "Only exact series are judged so far; this one is drawn only.")]
            )
        }
        guard points.count >= 2 else { return Findings(seriesClass: "exact", isLearning: true, changes: []) }
        return Findings(seriesClass: "exact", isLearning: false, changes: changes(in: points))
    }

    private func changes(in points: [Point]) -> [Finding] {
        let stretches = stretches(of: points)
        var changes: [Finding] = []
        var level: Stretch?
        var levelEnd = 0
        for (place, stretch) in stretches.enumerated() {
            let length = stretch.end - stretch.start + 1
            let isNewest = place == stretches.count - 1
            guard let known = level else {
                if length > 1 || stretch.confirmsItself {
                    level = stretch
                    levelEnd = stretch.end
                }
                continue
            }
            let isSeparate =
                stretch.range.lowerBound > known.range.upperBound
                || stretch.range.upperBound < known.range.lowerBound
            if stretch.value == known.value || (!isSeparate && length == 1) {
                levelEnd = stretch.end
                continue
            }
            let confirmsItself = stretch.confirmsItself && isSeparate
            guard length > 1 || isNewest || confirmsItself else { continue }
            // Truncated means flicker by one: such a stretch is a level only when its samples leave the old one's.
            guard isSeparate || length > 2 && abs(stretch.value - known.value) > 1 else { continue }
            changes.append(
                Finding(
                    index: stretch.start,
                    range: min(levelEnd + 1, stretch.start)...stretch.start,
                    state: length > 1 || confirmsItself ? .confirmed : .pending,
                    before: known.value,
                    after: stretch.value
                )
            )
            level = stretch
            levelEnd = stretch.end
        }
        return changes
    }

    private func stretches(of points: [Point]) -> [Stretch] {
        var found: [Stretch] = []
        for (index, point) in points.enumerated() {
            let low = min(point.samples.min() ?? point.value, point.value)
            let high = max(point.samples.max() ?? point.value, point.value)
            let confirms = point.samples.count >= Self.ownSamples && high - low <= 1
            if let last = found.last, last.value == point.value {
                let range = min(last.range.lowerBound, low)...max(last.range.upperBound, high)
                found[found.count - 1].end = index
                found[found.count - 1].range = range
                found[found.count - 1].confirmsItself = last.confirmsItself || confirms
            } else {
                found.append(
                    Stretch(start: index, end: index, value: point.value, range: low...high, confirmsItself: confirms)
                )
            }
        }
        return found
    }
}
