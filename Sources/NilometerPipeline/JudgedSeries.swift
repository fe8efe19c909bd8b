import NilometerCore

/// What a sweep found in one series.
struct JudgedSeries {
    /// The series and the points that were judged.
    var line: SeriesLine
    /// What the detector says; its indexes are of the points of `line`.
    var findings: Findings
    /// The findings with their identities, and what was retracted.
    var changes: [Change]
}
