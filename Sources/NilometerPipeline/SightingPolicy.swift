public import Foundation
public import NilometerCore

/// Decides which alerts sightings open, extend or end.
///
/// Pure: the same sightings and alerts give the same actions, but for the ids, which come from the generator.
public struct SightingPolicy: Sendable {
    private let project: String
    private let now: Date

    /// Makes the policy for one project and time.
    public init(project: String, now: Date) {
        self.project = project
        self.now = now
    }

    /// Decides what happens to alerts of the kinds `missing`, `instrument` and `environment`.
    ///
    /// A sighting is the same as an alert of the same kind, machine, metric and commit; or, while the alert waits for
    /// somebody, of another commit with most of its series. What people decided stays decided.
    ///
    /// - Parameters:
    ///   - sightings: all that is to be seen now.
    ///   - alerts: all alerts of the project.
    ///   - isInSight: whether an alert that no sighting speaks of is therefore over.
    ///   - makeID: gives a new alert id.
    /// - Returns: alerts that are new or changed, with the type of event each causes; nil where nobody need know.
    /// - Complexity: O(sightings × alerts).
    public func actions(
        for sightings: [Sighting],
        alerts: [Alert],
        isInSight: (Alert) -> Bool,
        makeID: () -> String
    ) -> [(alert: Alert, event: String?)] {
        var actions: [(alert: Alert, event: String?)] = []
        var spokenOf: Set<String> = []
        for sighting in sightings {
            let exact = alerts.filter { isSame($0, sighting) && $0.toCommit == sighting.commit }
            let known =
                exact.first(where: isWaiting) ?? exact.first
                ?? alerts.first { isWaiting($0) && !spokenOf.contains($0.id) && hasMoved($0, to: sighting) }
            if let known {
                guard spokenOf.insert(known.id).inserted else { continue }
                if let action = action(on: known, sighting) { actions.append(action) }
            } else if sighting.backAt == nil || sighting.kind == .instrument {
                actions.append((opened(sighting, makeID()), "alert.opened"))
            }
        }
        for alert in alerts where isWaiting(alert) && !spokenOf.contains(alert.id) && isInSight(alert) {
            actions.append(over(alert, at: nil))
        }
        return actions.map { ($0.alert, $0.alert.held == nil ? $0.event : nil) }
    }

    private func isSame(_ alert: Alert, _ sighting: Sighting) -> Bool {
        alert.kind == sighting.kind && alert.machine == sighting.machine && alert.metric == sighting.metric
            && alert.series.isEmpty == sighting.series.isEmpty
    }

    /// Whether a run that came late shows the same thing at another commit.
    private func hasMoved(_ alert: Alert, to sighting: Sighting) -> Bool {
        guard isSame(alert, sighting), !alert.series.isEmpty else { return false }
        let common = Set(alert.series).intersection(sighting.series).count
        return 2 * common > max(alert.series.count, sighting.series.count)
    }

    private func isWaiting(_ alert: Alert) -> Bool {
        alert.kind != .regression && (alert.state == .open || alert.state == .acknowledged)
    }

    private func opened(_ sighting: Sighting, _ id: String) -> Alert {
        Alert(
            id: id,
            project: project,
            state: sighting.backAt == nil ? .open : .recovered,
            kind: sighting.kind,
            fromCommit: sighting.fromCommit,
            toCommit: sighting.commit,
            openedAt: now,
            updatedAt: now,
            members: [],
            summary: sighting.sentence,
            machine: sighting.machine,
            metric: sighting.metric,
            series: sighting.series,
            backAt: sighting.backAt
        )
    }

    /// What a sighting means for its alert; nil when it says nothing new.
    private func action(on alert: Alert, _ sighting: Sighting) -> (alert: Alert, event: String?)? {
        if alert.state == .accepted || alert.state == .invalid { return nil }
        var next = alert
        next.summary = sighting.sentence
        next.fromCommit = sighting.fromCommit
        next.toCommit = sighting.commit
        // A sweep sees only the series that were measured again; others of the shift are still part of it.
        let isShift = alert.kind == .environment
        next.series = isShift ? alert.series + sighting.series.filter { !alert.series.contains($0) } : sighting.series
        next.backAt = sighting.backAt
        if alert.state == .recovered, sighting.backAt == nil { next.state = .open }
        guard next != alert else { return nil }
        next.updatedAt = now
        if isWaiting(alert), let back = sighting.backAt { return over(next, at: back) }
        if next.state != alert.state { return (next, "alert.opened") }
        let isMore = !Set(sighting.series).isSubset(of: alert.series)
        return (next, isWaiting(alert) && isMore ? "alert.updated" : nil)
    }

    private func over(_ alert: Alert, at commit: String?) -> (alert: Alert, event: String?) {
        var next = alert
        next.state = .recovered
        next.backAt = commit
        next.updatedAt = now
        return (next, "alert.recovered")
    }
}
