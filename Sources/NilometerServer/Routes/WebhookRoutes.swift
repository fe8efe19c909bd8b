import Foundation
import Hummingbird
import NilometerAPI
import NilometerCore
import NilometerPipeline

/// Receivers of events, and what was sent to them.
struct WebhookRoutes {
    /// What a caller sends of a new webhook.
    private struct Draft: Decodable { var url: String }

    /// What a caller sends to change one.
    private struct Edit: Decodable {
        var url: String?
        var active: Bool?
        var rotate: Bool?
    }

    /// How long the secret before the newest signs as well, in seconds.
    private static let overlap: TimeInterval = 86_400

    let services: Services

    func add(to board: Switchboard) {
        board.inProject("listWebhooks") { call, project, _ in
            let page = try Page(call.request, call.asked, of: "webhooks")
            let webhooks = try await services.store.webhooks(in: project.slug)
            return try page.answer(webhooks, id: \.id, view: { WebhookView($0, secret: nil) })
        }
        board.inProject("createWebhook") { call, project, _ in
            try await create(try await services.value(Draft.self, keys: ["url"], of: call.request), project)
        }
        board.inProject("updateWebhook") { call, project, _ in
            let edit = try await services.value(Edit.self, keys: ["url", "active", "rotate"], of: call.request)
            return try await update(try await find(call, project), edit)
        }
        board.inProject("deleteWebhook") { call, project, _ in
            _ = try await services.store.deleteWebhook(try await find(call, project).id, in: project.slug)
            return Answer.nothing
        }
        board.inProject("listDeliveries") { call, project, _ in
            let webhook = try await find(call, project)
            let page = try Page(call.request, call.asked, of: "deliveries of " + webhook.id, usually: 100)
            let deliveries = try await services.store.deliveries(
                of: webhook.id,
                in: project.slug,
                after: page.after,
                limit: page.limit
            )
            let isMore = deliveries.count == page.limit
            return try page.answer(deliveries.map(DeliveryView.init), last: isMore ? deliveries.last?.id : nil)
        }
        board.inProject("redeliver") { call, project, _ in try await redeliver(call, project) }
        board.inProject("testWebhook") { call, project, _ in try await test(try await find(call, project)) }
    }

    private func create(_ draft: Draft, _ project: Project) async throws -> Response {
        try Self.check(draft.url)
        let now = services.now()
        var generator = SystemRandomNumberGenerator()
        let id = PublicID.make("whk_", now: now, using: &generator)
        let secret = try services.makeSecret(id)
        let webhook = Webhook(
            id: id,
            project: project.slug,
            url: draft.url,
            secrets: [secret.sealed],
            isActive: true,
            createdAt: now
        )
        guard try await services.store.createWebhook(webhook) else { throw Services.unknownProject(project.slug) }
        return try Answer.json(WebhookView(webhook, secret: secret.text), status: .created)
    }

    private func update(_ webhook: Webhook, _ edit: Edit) async throws -> Response {
        var next = webhook
        if let url = edit.url {
            try Self.check(url)
            next.url = url
        }
        next.isActive = edit.active ?? webhook.isActive
        var shown: String?
        if edit.rotate == true {
            let secret = try services.makeSecret(webhook.id)
            shown = secret.text
            let old = webhook.secrets.prefix(1).map { old in
                WebhookSecret(
                    sealed: old.sealed,
                    keyID: old.keyID,
                    endsAt: services.now().addingTimeInterval(Self.overlap)
                )
            }
            next.secrets = [secret.sealed] + old
        }
        guard try await services.store.updateWebhook(next) else { throw Self.unknown(webhook.id) }
        services.deliverDoorbell.ring()
        return try Answer.json(WebhookView(next, secret: shown))
    }

    private func redeliver(_ call: Switchboard.Call, _ project: Project) async throws -> Response {
        let webhook = try await find(call, project)
        let id = try call.name("delivery")
        guard var delivery = try await services.store.delivery(id, in: project.slug), delivery.webhook.id == webhook.id
        else { throw NilometerError(.notFound, "The webhook has no delivery “\(id.prefix(60))”.") }
        guard webhook.isActive else {
            throw NilometerError(.conflict, "The webhook is not active; set active to true first.")
        }
        delivery.state = .waiting
        delivery.attempts = 0
        delivery.dueAt = services.now()
        try await services.store.record(delivery)
        services.deliverDoorbell.ring()
        return try Answer.json(DeliveryView(delivery), status: .accepted)
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

    private func find(_ call: Switchboard.Call, _ project: Project) async throws -> Webhook {
        let id = try call.name("webhook")
        guard let webhook = try await services.store.webhooks(in: project.slug).first(where: { $0.id == id }) else {
            throw Self.unknown(id)
        }
        return webhook
    }

    private static func unknown(_ id: String) -> NilometerError {
        NilometerError(.notFound, "The project has no webhook “\(id.prefix(60))”.")
    }

    private static func check(_ text: String) throws(NilometerError) {
        guard let url = URL(string: text), let scheme = url.scheme, ["http", "https"].contains(scheme),
            url.host() != nil, url.user() == nil, text.utf8.count <= 2000
        else {
            throw NilometerError(
                .invalidInput,
                "The url must be http or https, with a host, without a user, and of at most 2000 bytes."
            )
        }
    }
}
