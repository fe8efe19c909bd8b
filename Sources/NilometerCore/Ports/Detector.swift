/// Finds changes of level in one series.
///
/// Pure and deterministic: the same points give the same findings.
public protocol Detector: Sendable {
    /// The permanent id.
    var id: String { get }

    /// The findings over points in commit order, one point a run.
    ///
    /// - Parameters:
    ///   - points: values in commit order, all finite; `samples` where they are known.
    ///   - isExact: whether the class is exact from the first point.
    /// - Returns: changes in rising order of index, and warnings.
    func findings(in points: [Point], isExact: Bool) -> Findings

    /// The findings over a series whose first points are known by a state: those over the whole series, to the last bit.
    ///
    /// - Parameters:
    ///   - points: the points from `state.first` on, or all.
    ///   - isExact: as it was when the state was made.
    ///   - state: what this function returned over fewer points, the first `state.count` of which are the same now.
    /// - Returns: the findings, whose indexes count from the first point of the series; and what to keep: the state given,
    ///   or a later one, or nothing. Nil when the detector cannot go on from the state and needs all points.
    func findings(
        in points: [Point],
        isExact: Bool,
        after state: DetectorState?
    ) -> (findings: Findings, state: DetectorState?)?
}

extension Detector {
    /// Keeps nothing, and needs all points.
    public func findings(
        in points: [Point],
        isExact: Bool,
        after state: DetectorState?
    ) -> (findings: Findings, state: DetectorState?)? {
        state == nil ? (findings(in: points, isExact: isExact), nil) : nil
    }
}
