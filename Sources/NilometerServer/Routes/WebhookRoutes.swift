import Foundation
import Hummingbird
import NilometerAPI
import NilometerCore
import NilometerPipeline

/// Receivers of events, and what was sent to them.
struct WebhookRoutes {
    /// What a caller sends of a webhook.
    struct Draft: Decodable {
        var url: String
    }

    let services: Services

    func add(to group: RouterGroup<some RequestContext>) {
        group.get("projects/:project/webhooks") { request, context in
            let project = try await services.project(request, context, .admin)
            let webhooks = try await services.store.webhooks(in: project.slug)
            return try Answer.json(Listing(items: webhooks.map { WebhookView($0, withSecret: false) }, next: nil))
        }
        group.post("projects/:project/webhooks") { request, context in
            let project = try await services.project(request, context, .admin)
            return try await create(try await services.value(Draft.self, of: request), project)
        }
        group.delete("projects/:project/webhooks/:webhook") { request, context in
            let project = try await services.project(request, context, .admin)
            let webhook = try await find(project, context)
            _ = try await services.store.deleteWebhook(webhook.id, in: project.slug)
            return Answer.nothing
        }
        group.get("projects/:project/webhooks/:webhook/deliveries") { request, context in
            let project = try await services.project(request, context, .admin)
            let webhook = try await find(project, context)
            let limit = Answer.limit(request)
            let deliveries = try await services.store.deliveries(of: webhook.id, in: project.slug, limit: limit)
            return try Answer.json(Listing(items: deliveries.map(DeliveryView.init), next: nil))
        }
        group.post("projects/:project/webhooks/:webhook/test") { request, context in
            let project = try await services.project(request, context, .admin)
            return try await test(try await find(project, context))
        }
    }

    private func create(_ draft: Draft, _ project: Project) async throws -> Response {
        guard let url = URL(string: draft.url), let scheme = url.scheme, ["http", "https"].contains(scheme),
            url.host() != nil, url.user() == nil, draft.url.utf8.count <= 2000
        else {
            throw NilometerError(.invalidInput, "The url must be http or https, with a host and without a user.")
        }
        let now = services.now()
        var generator = SystemRandomNumberGenerator()
        let webhook = Webhook(
            id: PublicID.make("whk_", now: now, using: &generator),
            project: project.slug,
            url: draft.url,
            secret: services.makeSecret(),
            isActive: true,
            createdAt: now
        )
        guard try await services.store.createWebhook(webhook) else { throw Services.unknownProject(project.slug) }
        return try Answer.json(WebhookView(webhook, withSecret: true), status: .created)
    }

    private func test(_ webhook: Webhook) async throws -> Response {
        let now = services.now()
        var generator = SystemRandomNumberGenerator()
        let event = AlertEvent(
            id: PublicID.make("evt_", now: now, using: &generator),
            type: "webhook.test",
            alert: nil,
            at: now,
            actor: "nilometer",
            body: EventText.body(
                type: "webhook.test",
                alert: nil,
                members: [],
                at: now,
                publicURL: services.publicURL
            )
        )
        let delivery = PublicID.make("dlv_", now: now, using: &generator)
        try await services.store.enqueue(event, to: webhook, deliveryID: delivery)
        services.deliverDoorbell.ring()
        return try Answer.json(["delivery": delivery], status: .accepted)
    }

    private func find(_ project: Project, _ context: some RequestContext) async throws -> Webhook {
        let id = context.parameters.get("webhook") ?? ""
        guard let webhook = try await services.store.webhooks(in: project.slug).first(where: { $0.id == id }) else {
            throw NilometerError(.notFound, "The project has no webhook “\(id.prefix(60))”.")
        }
        return webhook
    }
}
