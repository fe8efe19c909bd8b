import Foundation
import NilometerCore

/// Turns what was judged into the outcome of a sweep: changes to write, alerts and events.
///
/// Pure: the same judgements, changes and alerts give the same, but for the ids.
struct Tell {
    /// The body of an event: type, alert, members, time.
    let eventText: (String, Alert, [Change], Date) -> String
    let now: Date

    /// What is written; `stored` are all changes of the project, `alerts` all its alerts.
    func outcome(of judged: [JudgedSeries], stored: [Change], alerts: [Alert]) -> SweepOutcome {
        var generator = SystemRandomNumberGenerator()
        var known = Dictionary(stored.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let before = Dictionary(grouping: stored, by: \.series.id)
        let changes = Dictionary(
            judged.map { ($0.line.series.id, $0.changes) },
            uniquingKeysWith: { first, _ in first }
        )
        var outcome = SweepOutcome()
        outcome.changes = changes.filter { $0.value != before[$0.key] ?? [] }
        for series in judged { outcome.kept[series.line.series.id] = series.kept }
        let actions = AlertPolicy().actions(
            for: changes,
            alerts: alerts,
            known: known,
            now: now,
            makeID: { PublicID.make("alt_", now: now, using: &generator) }
        )
        for change in changes.values.joined() { known[change.id] = change }
        for var action in actions {
            if action.alert.kind == .regression {
                // It says so while it is so: a member that grew by itself takes the sentence away.
                action.alert.summary = MovedCosts.summary(of: action.alert.members.compactMap { known[$0] })
            }
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
}
