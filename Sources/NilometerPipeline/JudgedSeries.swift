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

extension JudgedSeries {
    /// A series that the rules leave alone: nothing is found in it, and what was confirmed is retracted.
    init(leftAlone series: Series, stored: [Change]) {
        line = SeriesLine(series: series, points: [])
        findings = Findings(seriesClass: series.isExact ? "exact" : "noisy", isLearning: false, changes: [])
        changes = stored.filter { $0.series.id == series.id && ($0.state == .confirmed || $0.state == .retracted) }
            .map { change in
                var change = change
                change.state = .retracted
                return change
            }
    }
}
