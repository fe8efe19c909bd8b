import NilometerCore

/// Carries the identity of stored changes over to the findings of a new sweep.
enum ChangeMatching {
    /// Changes for the findings: those near a stored change of the same sign keep its id; stored confirmed changes that are
    /// no longer found stay as `retracted`.
    ///
    /// - Parameters:
    ///   - findings: in rising order of index; the line knows the commits of all.
    ///   - line: the series, and what the findings' indexes are of.
    ///   - branch: the branch whose line the points lie on.
    ///   - stored: the changes stored for the series.
    ///   - makeID: gives a new id.
    /// - Returns: a change for each finding, then those retracted.
    /// - Complexity: O(findings × stored).
    static func changes(
        for findings: [Finding],
        in line: SeriesLine,
        branch: String,
        stored: [Change],
        makeID: () -> String
    ) -> [Change] {
        let places = line.indexOfCommit
        var candidates: [(distance: Int, finding: Int, stored: Int)] = []
        for (f, finding) in findings.enumerated() {
            for (s, old) in stored.enumerated() {
                guard let place = places[old.commit], abs(place - finding.index) <= 5,
                    (old.after > old.before) == (finding.after > finding.before)
                else { continue }
                candidates.append((abs(place - finding.index), f, s))
            }
        }
        candidates.sort { ($0.distance, $0.finding, $0.stored) < ($1.distance, $1.finding, $1.stored) }
        var idOfFinding: [Int: String] = [:]
        var used: Set<Int> = []
        for candidate in candidates where idOfFinding[candidate.finding] == nil && !used.contains(candidate.stored) {
            idOfFinding[candidate.finding] = stored[candidate.stored].id
            used.insert(candidate.stored)
        }
        var changes = findings.enumerated().compactMap { index, finding in
            line.commits(at: finding.index).map { commits in
                change(finding, id: idOfFinding[index] ?? makeID(), commits, series: line.series, branch: branch)
            }
        }
        for (s, old) in stored.enumerated() where !used.contains(s) {
            guard old.state == .confirmed || old.state == .retracted else { continue }
            var retracted = old
            retracted.state = .retracted
            changes.append(retracted)
        }
        return changes
    }

    private static func change(
        _ finding: Finding,
        id: String,
        _ commits: LinePast.Place,
        series: Series,
        branch: String
    ) -> Change {
        Change(
            id: id,
            series: series,
            branch: branch,
            state: finding.state,
            label: finding.labels.first ?? "step",
            commit: commits.commit,
            fromCommit: commits.from,
            before: finding.before,
            after: finding.after,
            ratio: finding.ratio,
            interval: finding.interval,
            p: finding.p
        )
    }
}
