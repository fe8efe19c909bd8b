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
}
