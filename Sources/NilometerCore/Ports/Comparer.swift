/// Says of each series whether the head's level differs from the base's.
///
/// Pure and deterministic: the same points give the same verdicts.
public protocol Comparer: Sendable {
    /// One row a series, in order; the p of all rows are corrected together.
    func rows(for series: [ComparedSeries]) -> [ComparisonRow]
}
