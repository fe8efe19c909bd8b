import Foundation
import NilometerCore

/// Judges series: detector, then identities.
///
/// Pure: the same lines and stored changes give the same, but for the ids of new changes.
struct Judge {
    let detector: any Detector
    /// The branch whose line the points lie on.
    let branch: String
    let now: Date

    /// What a series shows; `stored` are the changes kept of it, retracted ones too.
    func judged(_ line: SeriesLine, stored: [Change]) -> JudgedSeries {
        var generator = SystemRandomNumberGenerator()
        let findings = detector.findings(in: line.points, isExact: line.series.isExact)
        let changes = ChangeMatching.changes(
            for: findings.changes,
            points: line.points,
            series: line.series,
            branch: branch,
            stored: stored,
            makeID: { PublicID.make("chg_", now: now, using: &generator) }
        )
        return JudgedSeries(line: line, findings: findings, changes: changes)
    }
}
