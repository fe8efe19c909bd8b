public import NilometerCore

/// Finds changes of level in any series: exact, quantised or noisy.
///
/// The class is decided from the series itself, so it may change as the series grows; the findings are a function of the points
/// alone.
public struct LevelDetector: Detector {
    /// The permanent id.
    public let id = "level"

    /// Makes the detector.
    public init() {}

    /// The changes of the series; runs whose value is not finite are left out with a warning.
    ///
    /// - Complexity: O(n log n) typical.
    public func findings(in points: [Point], isExact: Bool) -> Findings {
        let commits = Measured.groups(of: points)
        let isCount = SeriesClass.isCount(commits, isExact: isExact)
        let seriesClass = isCount ? .exact : SeriesClass(byValuesOf: commits)
        var findings = Findings(seriesClass: seriesClass.rawValue, isLearning: false, changes: [])
        if seriesClass == .exact {
            findings.isLearning = commits.count < 2
            findings.changes = ExactLevels(commits, isCount: isCount).changes()
        } else {
            findings.isLearning = commits.count < NoisyLevels.learning
            findings.changes = NoisyLevels(commits).changes()
        }
        if points.contains(where: { !$0.value.isFinite }) {
            findings.warnings.append(
                Warning("not-finite", "Runs whose value is not a finite number were left out of the judgement.")
            )
        }
        return findings
    }
}
