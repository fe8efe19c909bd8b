import Foundation
import NilometerCore

/// Turns what was judged into the outcome of a sweep: changes to write, alerts and events.
///
/// Pure: the same judgements, changes and alerts give the same, but for the ids.
struct Tell {
    /// The body of an event: type, alert, members, time.
    let eventText: (String, Alert, [Change], Date) -> String
    let now: Date

    /// What is written; `stored` are all changes of the project, `alerts` all its alerts with what was done to them so far,
    /// `unaffordable` the ids of changes that its budget does not afford.
    func outcome(
        of judged: [JudgedSeries],
        stored: [Change],
        alerts: AlertLedger,
        unaffordable: Set<String> = []
    ) -> SweepOutcome {
        var generator = SystemRandomNumberGenerator()
        var known = Dictionary(stored.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let storedOfSeries = Dictionary(grouping: stored, by: \.series.id)
        let changes = Dictionary(
            judged.map { ($0.line.series.id, $0.changes) },
            uniquingKeysWith: { first, _ in first }
        )
        func makeID() -> String { PublicID.make("alt_", now: now, using: &generator) }
        var outcome = SweepOutcome()
        outcome.changes = changes.filter { $0.value != storedOfSeries[$0.key] ?? [] }
        for series in judged { outcome.kept[series.line.series.id] = series.kept }
        for change in changes.values.joined() { known[change.id] = change }
        var alerts = alerts
        let hold = EnvironmentHold(alerts: alerts.all, now: now)
        alerts.take(hold.actions(on: alerts.all, changes: inOrder(changes, stored), makeID: makeID))
        let actions = AlertPolicy().actions(
            for: changes,
            alerts: alerts.all,
            known: known,
            unaffordable: unaffordable,
            now: now,
            makeID: makeID
        )
        alerts.take(actions)
        for action in alerts.actions {
            outcome.alerts.append(action.alert)
            guard let event = action.event else { continue }
            outcome.events.append(
                AlertEvent(
                    id: PublicID.make("evt_", now: now, using: &generator),
                    type: event,
                    alert: action.alert,
                    at: now,
                    actor: "nilometer",
                    body: eventText(event, action.alert, action.alert.members.compactMap { known[$0] }, now)
                )
            )
        }
        return outcome
    }

    /// All changes of the project as they are by now, those of a series in the order of its line.
    private func inOrder(_ changes: [String: [Change]], _ stored: [Change]) -> [Change] {
        stored.filter { changes[$0.series.id] == nil } + changes.sorted { $0.key < $1.key }.flatMap(\.value)
    }
}
