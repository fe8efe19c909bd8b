import Foundation
import NilometerCore

/// Turns what was judged into the outcome of a sweep: changes to write, alerts and events.
///
/// Pure: the same judgements, changes and alerts give the same, but for the ids.
struct Tell {
    /// The body of an event: type, alert, members, time.
    let eventText: (String, Alert, [Change], Date) -> String
    let now: Date
    /// What the project's rules ask.
    var rules = SeriesRules(Rules())

    /// What is written.
    ///
    /// `stored` are all changes of the project, `alerts` all its alerts with what was done to them so far, `unaffordable` the ids of
    /// changes that its budget does not afford.
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
        // Alerts are decided on what the rules let be told; written and shown is what was found.
        var rules = rules
        func told(_ changes: [Change], untold: ChangeState) -> [Change] {
            changes.first.map { rules.asked(of: $0.series).told(changes, untold: untold) } ?? []
        }
        let others = storedOfSeries.filter { changes[$0.key] == nil }
        let toldOf = changes.mapValues { told($0, untold: .retracted) }
        var decided = known
        for own in others.values {
            for change in told(own, untold: .retracted) { decided[change.id] = change }
        }
        for change in toldOf.values.joined() { decided[change.id] = change }
        // A series whose changes are never told is still a witness of what its machine does.
        let witnesses = others.merging(changes) { _, new in new }.mapValues { told($0, untold: .suspected) }
        var alerts = alerts
        let hold = EnvironmentHold(alerts: alerts.all, now: now)
        alerts.take(hold.actions(on: alerts.all, changes: Self.inOrder(witnesses), makeID: makeID))
        alerts.take(
            AlertPolicy().actions(
                for: toldOf,
                alerts: alerts.all,
                known: decided,
                unaffordable: unaffordable,
                now: now,
                makeID: makeID
            )
        )
        for var action in alerts.actions {
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

    /// All changes of the project as they are by now, those of a series in the order of its line.
    private static func inOrder(_ changes: [String: [Change]]) -> [Change] {
        changes.sorted { $0.key < $1.key }.flatMap(\.value)
    }
}
