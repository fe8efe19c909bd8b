import Foundation
import Hummingbird
import NilometerAPI
import NilometerCore
import NilometerPipeline

/// Reads alerts with their members, and writes what people decide on them.
struct AlertDesk: Sendable {
    /// An alert that a decision made or changed, and the event that tells of it.
    struct Decided {
        var alert: Alert
        var event: String
    }

    let services: Services
    let project: Project

    /// The alert with this id.
    func alert(_ id: String) async throws -> Alert {
        guard let alert = try await services.store.alert(id, in: project.slug) else {
            throw NilometerError(.notFound, "The project has no alert “\(id.prefix(60))”.")
        }
        return alert
    }

    /// All changes of the project, by id.
    func changes() async throws -> [String: Change] {
        let changes = try await services.store.changes(in: project.slug, series: nil, withRetracted: true)
        let text = try await services.store.rules(of: project.slug)?.text
        var rules = SeriesRules(text.map(RulesText.rules) ?? Rules())
        return Dictionary(rules.ruled(changes).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Shows an alert.
    func view(_ alert: Alert, _ changes: [String: Change]) -> AlertView {
        AlertView(alert, members: alert.members.compactMap { changes[$0] })
    }

    /// Reads an alert, lets `decide` change it, and writes the outcome; reads again when somebody else was faster.
    ///
    /// - Parameters:
    ///   - id: the alert.
    ///   - actor: the token that decides.
    ///   - decide: gives the alerts to write, the one to show first; none to leave all as it is.
    /// - Returns: the first of the alerts, or the alert as it is.
    /// - Throws: `NilometerError`: `notFound`, `conflict`, and what `decide` throws.
    func decide(
        _ id: String,
        actor: AccessToken,
        _ decide: (Alert, Date) async throws -> [Decided]
    ) async throws -> Response {
        for _ in 0..<5 {
            let alert = try await alert(id)
            let now = services.now()
            let decided = try await decide(alert, now)
            let changes = try await changes()
            guard let first = decided.first else { return try Answer.json(view(alert, changes)) }
            let events = decided.map { event($0, now, actor, changes) }
            if try await services.store.record(alerts: decided.map(\.alert), events: events, in: project.slug) {
                services.deliverDoorbell.ring()
                return try Answer.json(view(first.alert, changes))
            }
        }
        throw NilometerError(.conflict, "The alert is being changed by others all the time; try again.")
    }

    private func event(_ decided: Decided, _ now: Date, _ actor: AccessToken, _ changes: [String: Change]) -> AlertEvent
    {
        var generator = SystemRandomNumberGenerator()
        return AlertEvent(
            id: PublicID.make("evt_", now: now, using: &generator),
            type: decided.event,
            alert: decided.alert,
            at: now,
            actor: actor.id,
            body: EventText.body(
                type: decided.event,
                alert: decided.alert,
                members: decided.alert.members.compactMap { changes[$0] },
                at: now,
                publicURL: services.publicURL
            )
        )
    }
}
