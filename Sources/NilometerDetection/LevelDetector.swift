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
        var state = SeriesState(of: points, isExact: isExact)
        return state.findings()
    }

    /// The findings over a series that goes on from a state; the state is taken where nothing before it will be looked at again.
    ///
    /// That is where boundaries are fixed, so it moves on every 400 commits only. Nil when another version of the detector made
    /// the state, or when the class of the series has changed since.
    ///
    /// - Complexity: O(points given).
    public func findings(
        in points: [Point],
        isExact: Bool,
        after state: DetectorState?
    ) -> (findings: Findings, state: DetectorState?)? {
        guard let state else {
            var whole = SeriesState(of: points, isExact: isExact)
            return whole.judged()
        }
        var series = SeriesState(after: state, with: points, isExact: isExact)
        return series?.judged()
    }
}
