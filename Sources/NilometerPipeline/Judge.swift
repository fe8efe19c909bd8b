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

    /// What a series shows, or nil when all points of it are needed.
    ///
    /// `stored` are the changes kept of it, retracted ones too.
    func judged(_ line: SeriesLine, stored: [Change]) throws -> JudgedSeries? {
        let state = line.past?.state
        guard
            let (findings, next) = detector.findings(in: line.points, isExact: line.series.isExact, after: state),
            findings.changes.allSatisfy({ line.commits(at: $0.index) != nil })
        else { return nil }
        var generator = SystemRandomNumberGenerator()
        let changes = ChangeMatching.changes(
            for: findings.changes,
            in: line,
            branch: branch,
            stored: stored,
            makeID: { PublicID.make("chg_", now: now, using: &generator) }
        )
        return JudgedSeries(
            line: line.withoutSamples,
            findings: Self.ofPoints(findings, from: line.first),
            changes: changes,
            kept: next == state ? nil : try next.flatMap { try kept($0, findings.changes, line) }
        )
    }

    /// The state with what the next sweep needs to know of the commits before it.
    private func kept(_ state: DetectorState, _ findings: [Finding], _ line: SeriesLine) throws -> KeptState? {
        let (first, last) = (state.first - line.first, state.count - 1 - line.first)
        guard line.points.indices.contains(first), line.points.indices.contains(last),
            let seal = line.seals[line.points[last].commit]
        else { return nil }
        let places = findings.filter { $0.index <= state.first }.compactMap { line.commits(at: $0.index) }
        return KeptState(
            first: line.points[first].commit,
            last: line.points[last].commit,
            seal: seal,
            bytes: try LinePast(state: state, places: places).bytes()
        )
    }

    /// The findings within the points from an index on, counted from there.
    private static func ofPoints(_ findings: Findings, from first: Int) -> Findings {
        guard first > 0 else { return findings }
        var findings = findings
        findings.changes = findings.changes.filter { $0.index >= first }.map { finding in
            var finding = finding
            finding.index -= first
            finding.range = max(0, finding.range.lowerBound - first)...(finding.range.upperBound - first)
            return finding
        }
        return findings
    }
}
