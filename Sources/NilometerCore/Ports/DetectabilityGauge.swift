/// Says how small a step would be found in one series.
///
/// Pure and deterministic: the same points give the same answer.
public protocol DetectabilityGauge: Sendable {
    /// The smallest steps in the worse direction that are confirmed within numbers of runs, four times in five.
    ///
    /// - Parameters:
    ///   - points: values in commit order, one point a run.
    ///   - series: whose points they are.
    ///   - runs: the numbers of runs, in rising order, each at least 1.
    /// - Returns: the card, with one step for each number; none is found in a series without points.
    func detectability(of points: [Point], in series: Series, within runs: [Int]) -> Detectability

    /// Whether a step of a share of the level, in the worse direction, would be confirmed within a number of runs; nil where
    /// the series, or its newest level, has too few points yet.
    func finds(share: Double, in points: [Point], of series: Series, within runs: Int) -> Bool?
}
