import NilometerCore

/// What a sweep found in one series.
struct JudgedSeries {
    /// The series and the points that were judged: all, or the newest.
    var line: SeriesLine
    /// What the detector says of these points; its indexes are of the points of `line`.
    var findings: Findings
    /// All findings of the series with their identities, and what was retracted.
    var changes: [Change]
    /// What is to be kept from now on; nil where it is what was kept before.
    var kept: KeptState?
}
