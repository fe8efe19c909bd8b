public import Foundation
public import NilometerCore

/// Holds what changes of a machine's series would tell while the machine shifted as a whole at the same commit.
///
/// Pure, but for the ids.
public struct EnvironmentHold: Sendable {
    private let shifts: [Alert]
    private let now: Date

    /// Makes it from all alerts of a project: those of the kind `environment` that nobody called wrong or wanted hold.
    public init(alerts: [Alert], now: Date) {
        shifts = alerts.filter { $0.kind == .environment && $0.state != .accepted && $0.state != .invalid }
        self.now = now
    }

    /// Whether a change belongs to a shift: of its machine and series, within one commit.
    public func isExcused(_ change: Change) -> Bool {
        shifts.contains { isPart(change, of: $0) }
    }

    /// Decides which alerts are held, told after all, or over.
    ///
    /// - Parameters:
    ///   - alerts: all alerts of the project.
    ///   - changes: its current changes.
    ///   - makeID: gives a new alert id.
    /// - Returns: held alerts that are new or have more members, without an event; those that are held no longer, with
    ///   `alert.opened`; and shifts that are over, with `alert.recovered`.
    /// - Complexity: O(changes × shifts + members).
    public func actions(
        on alerts: [Alert],
        changes: [Change],
        makeID: () -> String
    ) -> [(alert: Alert, event: String?)] {
        guard alerts.contains(where: { $0.kind == .environment || $0.held == .environment }) else { return [] }
        var held = alerts.filter { $0.held != nil && ($0.state == .open || $0.state == .acknowledged) }
        var events: [String: String] = [:]
        var isChanged: Set<String> = []
        let byID = Dictionary(changes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for place in held.indices {
            let known = held[place].members.compactMap { byID[$0] }
            if held[place].held != .environment {
                // What waits for the budget waits for the environment from now on, if all of it belongs to a shift.
                guard !known.isEmpty, known.allSatisfy(isExcused) else { continue }
                held[place].held = .environment
                isChanged.insert(held[place].id)
            } else if !known.isEmpty, !known.contains(where: isExcused) {
                held[place].held = nil
                events[held[place].id] = "alert.opened"
            }
        }
        let members = Set(alerts.flatMap(\.members))
        let fresh = changes.filter { $0.state == .confirmed && $0.isRegression == true && !members.contains($0.id) }
        for change in fresh.filter(isExcused).sorted(by: { ($0.commit, $0.id) < ($1.commit, $1.id) }) {
            let home = held.firstIndex {
                $0.held == .environment && $0.toCommit == change.commit && $0.fromCommit == change.fromCommit
            }
            if let home {
                held[home].members.append(change.id)
                isChanged.insert(held[home].id)
            } else {
                held.append(alert(of: change, makeID()))
                isChanged.insert(held[held.count - 1].id)
            }
        }
        var actions: [(alert: Alert, event: String?)] = held.compactMap { alert in
            guard isChanged.contains(alert.id) || events[alert.id] != nil else { return nil }
            var alert = alert
            alert.updatedAt = now
            return (alert, events[alert.id])
        }
        for shift in shifts where (shift.state == .open || shift.state == .acknowledged) && isOver(shift, changes) {
            var shift = shift
            shift.state = .recovered
            shift.updatedAt = now
            actions.append((shift, "alert.recovered"))
        }
        return actions
    }

    private func alert(of change: Change, _ id: String) -> Alert {
        Alert(
            id: id,
            project: change.series.project,
            state: .open,
            kind: .regression,
            fromCommit: change.fromCommit,
            toCommit: change.commit,
            openedAt: now,
            updatedAt: now,
            members: [change.id],
            held: .environment
        )
    }

    private func isPart(_ change: Change, of shift: Alert) -> Bool {
        change.series.machine == shift.machine
            && [change.commit, change.fromCommit].contains { $0 == shift.toCommit || $0 == shift.fromCommit }
            && shift.series.contains(change.series.id)
    }

    /// Whether fewer than half of the shift's series still stand on the other level.
    private func isOver(_ shift: Alert, _ changes: [Change]) -> Bool {
        let own = Dictionary(grouping: changes.filter { $0.series.machine == shift.machine }, by: \.series.id)
        let standing = shift.series.count { series in
            let line = (own[series] ?? []).filter { $0.state != .retracted }
            guard let place = line.firstIndex(where: { isPart($0, of: shift) }) else { return false }
            let step = line[place].after - line[place].before
            return !line[(place + 1)...].contains {
                $0.state == .confirmed && ($0.after - line[place].after) * -1 / step >= AlertPolicy.undoneShare
            }
        }
        return 2 * standing < shift.series.count
    }
}
