public import Foundation
public import NilometerCore

/// Decides which alerts confirmed changes open, extend or end.
///
/// Pure: the same changes and alerts give the same actions, but for the ids, which come from the generator.
public struct AlertPolicy: Sendable {
    /// The share of a step that an improvement must undo for its alert to be recovered.
    public static let undoneShare = 0.8

    /// Makes the policy.
    public init() {}

    /// Decides what happens to alerts.
    ///
    /// - Parameters:
    ///   - changes: all changes of the swept series, by series, in commit order.
    ///   - alerts: all alerts of the project.
    ///   - known: the project's other stored changes, by id.
    ///   - unaffordable: the ids of confirmed changes that the project's budget of false alerts does not afford yet: an alert
    ///     of such changes alone is held.
    ///   - now: the time of the decision.
    ///   - makeID: gives a new alert id.
    /// - Returns: alerts that are new or changed, with the type of event each causes; nil while an alert is held.
    public func actions(
        for changes: [String: [Change]],
        alerts: [Alert],
        known: [String: Change],
        unaffordable: Set<String> = [],
        now: Date,
        makeID: () -> String
    ) -> [(alert: Alert, event: String?)] {
        var current = known
        for change in changes.values.joined() { current[change.id] = change }
        var alerts = alerts
        var events: [String: String] = [:]
        let members = Set(alerts.flatMap(\.members))
        let confirmed = changes.values.joined().filter { $0.state == .confirmed && $0.isRegression == true }
        let affordable = Set(confirmed.map(\.id)).subtracting(unaffordable)
        for index in alerts.indices where alerts[index].held == .budget && isWaiting(alerts[index]) {
            // What is not sure enough yet waits until it is; it joins the alert then.
            guard alerts[index].members.contains(where: affordable.contains) else { continue }
            alerts[index].members.removeAll { unaffordable.contains($0) || current[$0]?.state != .confirmed }
            alerts[index].held = nil
            alerts[index].updatedAt = now
            events[alerts[index].id] = "alert.opened"
        }
        let fresh = confirmed.filter { !members.contains($0.id) }
            .sorted { ($0.commit, $0.id) < ($1.commit, $1.id) }
        for change in fresh {
            let isHeld = unaffordable.contains(change.id)
            if let index = alerts.firstIndex(where: { isHome($0, of: change) }) {
                // Beside what is told, a change that is not sure enough is no news.
                if isHeld && alerts[index].held != .budget { continue }
                if !isHeld && alerts[index].held == .budget {
                    alerts[index].members.removeAll { unaffordable.contains($0) || current[$0]?.state != .confirmed }
                    alerts[index].held = nil
                    events[alerts[index].id] = "alert.opened"
                }
                alerts[index].members.append(change.id)
                alerts[index].updatedAt = now
                if alerts[index].state == .recovered {
                    // What has recovered were the other members: this one is news, and asks for a decision again.
                    alerts[index].state = .open
                    events[alerts[index].id] = "alert.opened"
                } else if events[alerts[index].id] == nil {
                    events[alerts[index].id] = "alert.updated"
                }
                continue
            }
            let alert = Alert(
                id: makeID(),
                project: change.series.project,
                state: .open,
                kind: .regression,
                fromCommit: change.fromCommit,
                toCommit: change.commit,
                openedAt: now,
                updatedAt: now,
                members: [change.id],
                held: isHeld ? .budget : nil
            )
            alerts.append(alert)
            events[alert.id] = "alert.opened"
        }
        for index in alerts.indices where isWaiting(alerts[index]) {
            guard alerts[index].members.allSatisfy({ isOver($0, changes: changes, current: current) }) else { continue }
            alerts[index].state = .recovered
            alerts[index].updatedAt = now
            let opened = events[alerts[index].id] == "alert.opened"
            events[alerts[index].id] = opened ? "alert.opened" : "alert.recovered"
        }
        return alerts.compactMap { alert in events[alert.id].map { (alert, alert.held == nil ? $0 : nil) } }
    }

    /// Whether it waits for a decision that its changes may take away; other kinds of alert do not rest on changes.
    private func isWaiting(_ alert: Alert) -> Bool {
        alert.kind == .regression && (alert.state == .open || alert.state == .acknowledged)
    }

    private func isHome(_ alert: Alert, of change: Change) -> Bool {
        alert.kind == .regression && alert.held != .environment
            && alert.toCommit == change.commit && alert.fromCommit == change.fromCommit
            && (alert.state == .open || alert.state == .acknowledged || alert.state == .recovered)
    }

    /// Whether a member was retracted, or a later change of its series undid most of it.
    private func isOver(_ id: String, changes: [String: [Change]], current: [String: Change]) -> Bool {
        guard let member = current[id] else { return true }
        if member.state == .retracted { return true }
        let siblings = changes[member.series.id] ?? []
        guard let place = siblings.firstIndex(where: { $0.id == id }) else { return false }
        let step = member.after - member.before
        return siblings[(place + 1)...].contains {
            $0.state == .confirmed && ($0.after - member.after) * -1 / step >= Self.undoneShare
        }
    }
}
