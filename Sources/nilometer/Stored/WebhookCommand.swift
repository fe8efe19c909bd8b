import ArgumentParser
import NilometerAPI
import NilometerClient

/// Receivers of a project's events.
struct WebhookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook",
        abstract: "Lists, makes, tests and deletes the receivers of a project's events.",
        subcommands: [
            List.self, Create.self, Update.self, Delete.self, Test.self, Deliveries.self, Redeliver.self,
        ],
        defaultSubcommand: List.self
    )

    /// What is sent of a webhook.
    struct Draft: Encodable {
        var url: String?
        var active: Bool?
        var rotate: Bool?
    }

    /// What the server answers when something was put on its way.
    struct Sent: Codable {
        var delivery: String?
        var id: String?
    }

    /// Lists webhooks.
    struct List: ServerCommand {
        static let configuration = CommandConfiguration(abstract: "Lists webhooks (the default).")

        @OptionGroup var options: ServerOptions

        func perform(in session: Session) async throws {
            let route = Route("projects", try session.project(), "webhooks")
            try session.show(list: try await session.all(WebhookView.self, route)) { webhooks in
                webhooks.isEmpty
                    ? "no webhook yet; make one with “nilometer webhook create URL”\n"
                    : WebhookText.table(of: webhooks).text(on: session.output)
            }
        }
    }

    /// Makes a webhook.
    struct Create: ServerCommand {
        static let configuration = CommandConfiguration(abstract: "Makes a webhook and prints its secret, once.")

        @OptionGroup var options: ServerOptions
        @Argument(help: "Where events are posted: http or https.")
        var url: String

        func perform(in session: Session) async throws {
            let route = Route("projects", try session.project(), "webhooks")
            let answer = try await session.client.post(route, Draft(url: url))
            try session.show(answer, as: WebhookView.self) { webhook in
                let secret = webhook.secret.map { "secret, shown this once: \(TextPlain.of($0))\n" } ?? ""
                return "\(TextPlain.of(webhook.id)) sends events to \(TextPlain.of(webhook.url))\n" + secret
            }
        }
    }

    /// Changes a webhook.
    struct Update: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Changes a webhook's address or secret, or pauses it."
        )

        @OptionGroup var options: ServerOptions
        @Option(help: "The new address.")
        var url: String?
        @Flag(inversion: .prefixedNo, help: "Whether events are sent.")
        var active: Bool?
        @Flag(help: "Make a new secret; the old one signs as well for a day.")
        var rotate = false
        @Argument(help: "The webhook's id.")
        var id: String

        func validate() throws {
            if url == nil && active == nil && !rotate {
                throw ValidationError("Give --url, --active, --no-active or --rotate.")
            }
        }

        func perform(in session: Session) async throws {
            let route = Route("projects", try session.project(), "webhooks", id)
            let answer = try await session.client.patch(
                route,
                Draft(url: url, active: active, rotate: rotate ? true : nil)
            )
            try session.show(answer, as: WebhookView.self) { webhook in
                let secret = webhook.secret.map { "secret, shown this once: \(TextPlain.of($0))\n" } ?? ""
                return WebhookText.table(of: [webhook]).text(on: session.output) + secret
            }
        }
    }

    /// Deletes a webhook.
    struct Delete: ServerCommand {
        static let configuration = CommandConfiguration(abstract: "Deletes a webhook with what waits for it.")

        @OptionGroup var options: ServerOptions
        @Argument(help: "The webhook's id.")
        var id: String

        func perform(in session: Session) async throws {
            try await session.client.delete(Route("projects", try session.project(), "webhooks", id))
            try session.confirm(["deleted": id], "\(TextPlain.of(id)) is deleted")
        }
    }

    /// Sends a test event.
    struct Test: ServerCommand {
        static let configuration = CommandConfiguration(abstract: "Sends the event webhook.test to a webhook.")

        @OptionGroup var options: ServerOptions
        @Argument(help: "The webhook's id.")
        var id: String

        func perform(in session: Session) async throws {
            let route = Route("projects", try session.project(), "webhooks", id, "test")
            try session.show(try await session.client.post(route), as: Sent.self) { sent in
                let name = TextPlain.of(sent.delivery ?? sent.id ?? "the test")
                return "\(name) is on its way; “nilometer webhook deliveries \(TextPlain.of(id))” tells how it went\n"
            }
        }
    }

    /// Lists what was sent to a webhook.
    struct Deliveries: ServerCommand {
        static let configuration = CommandConfiguration(abstract: "Lists what was sent to a webhook, newest first.")

        @OptionGroup var options: ServerOptions
        @Option(name: .customShort("n"), help: "How many.")
        var count = 20
        @Argument(help: "The webhook's id.")
        var id: String

        func validate() throws { if count < 1 { throw ValidationError("-n counts from 1.") } }

        func perform(in session: Session) async throws {
            let route = Route(
                "projects",
                try session.project(),
                "webhooks",
                id,
                "deliveries",
                query: ["limit": String(min(count, 1000))]
            )
            let deliveries = try await session.all(DeliveryView.self, route, limit: count)
            try session.show(list: deliveries) { deliveries in
                deliveries.isEmpty
                    ? "nothing was sent so far\n" : WebhookText.table(of: deliveries).text(on: session.output)
            }
        }
    }

    /// Sends an event again.
    struct Redeliver: ServerCommand {
        static let configuration = CommandConfiguration(abstract: "Sends a delivery again, with the same id.")

        @OptionGroup var options: ServerOptions
        @Argument(help: "The webhook's id.")
        var webhook: String
        @Argument(help: "The delivery's id.")
        var delivery: String

        func perform(in session: Session) async throws {
            let route = Route(
                "projects",
                try session.project(),
                "webhooks",
                webhook,
                "deliveries",
                delivery,
                "redeliver"
            )
            try session.show(try await session.client.post(route), as: Sent.self) { sent in
                let name = TextPlain.of(sent.delivery ?? sent.id ?? delivery)
                return "\(name) is on its way\n"
            }
        }
    }
}
