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
}
