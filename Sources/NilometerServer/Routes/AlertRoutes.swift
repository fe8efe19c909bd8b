import Foundation
import Hummingbird
import NilometerAPI
import NilometerCore
import NilometerPipeline

/// Alerts and what people decide on them.
struct AlertRoutes {
    private static let decisions: [String: Alert.State] = [
        "acknowledge": .acknowledged, "resolve": .resolved, "accept": .accepted, "invalid": .invalid, "reopen": .open,
    ]

    let services: Services

    func add(to group: RouterGroup<some RequestContext>) {
        group.get("projects/:project/alerts") { request, context in
            let project = try await services.project(request, context, .read)
            let state = Answer.query(request)["state"].flatMap(Alert.State.init)
            let alerts = try await services.store.alerts(in: project.slug, state: state)
            let changes = try await changes(of: project)
            return try Answer.json(Listing(items: alerts.map { view($0, changes) }, next: nil))
        }
        group.get("projects/:project/alerts/:alert") { request, context in
            let project = try await services.project(request, context, .read)
            let alert = try await find(project, context)
            return try Answer.json(view(alert, try await changes(of: project)))
        }
        group.post("projects/:project/alerts/:alert/:decision") { request, context in
            let slug = context.parameters.get("project") ?? ""
            let token = try await services.authorise(request, .triage, project: slug)
            guard let project = try await services.store.project(slug) else { throw Services.unknownProject(slug) }
            return try await decide(project, try await find(project, context), token, context)
        }
    }

    private func decide(
        _ project: Project,
        _ alert: Alert,
        _ token: AccessToken,
        _ context: some RequestContext
    ) async throws -> Response {
        let word = context.parameters.get("decision") ?? ""
        guard let state = Self.decisions[word] else {
            let words = Self.decisions.keys.sorted().joined(separator: ", ")
            throw NilometerError(.notFound, "There is no decision “\(word.prefix(40))”; use one of \(words).")
        }
        var alert = alert
        let changes = try await changes(of: project)
        guard alert.state != state else { return try Answer.json(view(alert, changes)) }
        let now = services.now()
        alert.state = state
        alert.updatedAt = now
        var generator = SystemRandomNumberGenerator()
        let isOver = state == .resolved || state == .accepted || state == .invalid
        let type = isOver ? "alert.resolved" : "alert.updated"
        let event = AlertEvent(
            id: PublicID.make("evt_", now: now, using: &generator),
            type: type,
            alert: alert,
            at: now,
            actor: token.id,
            body: EventText.body(
                type: type,
                alert: alert,
                members: alert.members.compactMap { changes[$0] },
                at: now,
                publicURL: services.publicURL
            )
        )
        try await services.store.record(alerts: [alert], events: [event], in: project.slug)
        services.deliverDoorbell.ring()
        return try Answer.json(view(alert, changes))
    }

    private func find(_ project: Project, _ context: some RequestContext) async throws -> Alert {
        let id = context.parameters.get("alert") ?? ""
        guard let alert = try await services.store.alert(id, in: project.slug) else {
            throw NilometerError(.notFound, "The project has no alert “\(id.prefix(60))”.")
        }
        return alert
    }

    private func changes(of project: Project) async throws -> [String: Change] {
        let changes = try await services.store.changes(in: project.slug, series: nil, withRetracted: true)
        return Dictionary(changes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func view(_ alert: Alert, _ changes: [String: Change]) -> AlertView {
        AlertView(alert, members: alert.members.compactMap { changes[$0] })
    }
}
