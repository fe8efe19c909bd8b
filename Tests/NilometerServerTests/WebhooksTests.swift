import Foundation
import HTTPTypes
import NilometerAPI
import NilometerCore
import NilometerNotifiers
import NilometerPipeline
import NilometerSQLite
import Synchronization
import Testing

@testable import NilometerServer

struct WebhooksTests {
    /// Answers as the test says, and remembers what it was asked to send.
    private final class Receiver: Notifier {
        let id = "test"
        let sent = Mutex<[(webhook: String, message: String)]>([])
        private let results: [String: DeliveryResult]

        init(results: [String: DeliveryResult]) { self.results = results }

        func send(_ delivery: Delivery, at now: Date) async -> DeliveryResult {
            sent.withLock { $0.append((delivery.webhook.id, delivery.messageID)) }
            return results[delivery.webhook.id] ?? DeliveryResult(isTaken: true, text: "204")
        }
    }

    private let path = "/api/v1/projects/p/webhooks"

    private func make(_ server: TestServer) async throws -> WebhookView {
        let reply = try await server.send(.post, path, body: #"{"url":"https://example.org/in"}"#)
        #expect(reply.status == 201, "\(reply.text)")
        return try reply.decoded(WebhookView.self)
    }

    private func deliver(_ server: TestServer, _ receiver: Receiver) -> Deliver {
        Deliver(store: server.store, notifier: receiver, doorbell: Doorbell(), now: { server.clock.now })
    }

    @Test func `a secret is shown once, kept sealed, and rotated with a day of overlap`() async throws {
        try await TestServer.with { server in
            let made = try await make(server)
            let first = try #require(made.secret)
            let listed = try await server.send(.get, path)
            #expect(!listed.text.contains("whsec_"))
            let stored = try #require(try await server.store.webhooks(in: "p").first)
            #expect(stored.secrets.map(\.keyID) == [server.key.id])
            #expect(stored.secrets.allSatisfy { !$0.sealed.contains(first.dropFirst(6)) })
            let rotated = try await server.send(.patch, path + "/\(made.id)", body: #"{"rotate":true}"#).decoded(
                WebhookView.self
            )
            let second = try #require(rotated.secret)
            #expect(second != first && rotated.oldSecretEndsAt != nil)
            let both = try #require(try await server.store.webhooks(in: "p").first)
            func live() -> [String] {
                both.liveSecrets(at: server.clock.now).compactMap { server.key.open($0, for: made.id) }
            }
            #expect(live() == [second, first])
            server.clock.advance(by: 86_400)
            #expect(live() == [second])
            let third = try await server.send(.patch, path + "/\(made.id)", body: #"{"rotate":true,"active":false}"#)
            #expect(try third.decoded(WebhookView.self).active == false)
            #expect(try await server.store.webhooks(in: "p").first?.secrets.count == 2)
        }
    }

    @Test(arguments: [
        "ftp://a/", "http://", "https://u:p@a/", "nothing", "https://a/" + String(repeating: "x", count: 2000),
    ])
    func `an address that nothing can be sent to is refused`(url: String) async throws {
        try await TestServer.with { server in
            let body = "{\"url\":\"\(url)\"}"
            let reply = try await server.send(.post, path, body: body)
            #expect(reply.status == 422)
        }
    }

    @Test func `a delivery is tried again under the same id, and again when asked`() async throws {
        try await TestServer.with { server in
            let hook = try await make(server).id
            let tested = try await server.send(.post, path + "/\(hook)/test")
            #expect(tested.status == 202)
            let failing = Receiver(results: [hook: DeliveryResult(isTaken: false, text: "500")])
            #expect(await deliver(server, failing).deliverOnce() == 1)
            #expect(await deliver(server, failing).deliverOnce() == 0, "not due yet")
            server.clock.advance(by: 5 * 1.2)
            let taking = Receiver(results: [:])
            #expect(await deliver(server, taking).deliverOnce() == 1)
            let listed = try await server.send(.get, path + "/\(hook)/deliveries").decoded(Listing<DeliveryView>.self)
            let delivery = try #require(listed.items.first)
            #expect(delivery.state == .delivered && delivery.attempts == 2 && delivery.lastResult == "204")
            #expect(delivery.endedAt != nil && delivery.dueAt == nil)
            let again = try await server.send(.post, path + "/\(hook)/deliveries/\(delivery.id)/redeliver")
            #expect(again.status == 202, "\(again.text)")
            #expect(await deliver(server, taking).deliverOnce() == 1)
            let ids = failing.sent.withLock { $0.map(\.message) } + taking.sent.withLock { $0.map(\.message) }
            #expect(ids.count == 3 && Set(ids).count == 1)
            #expect(try await server.send(.post, path + "/\(hook)/deliveries/dlv_9/redeliver").status == 404)
        }
    }

    @Test func `a receiver that fails does not hold up another`() async throws {
        try await TestServer.with { server in
            let (bad, good) = (try await make(server).id, try await make(server).id)
            for _ in 0..<20 { #expect(try await server.send(.post, path + "/\(bad)/test").status == 202) }
            #expect(try await server.send(.post, path + "/\(good)/test").status == 202)
            let receiver = Receiver(results: [bad: DeliveryResult(isTaken: false, text: "500")])
            _ = await deliver(server, receiver).deliverOnce()
            let sent = receiver.sent.withLock { $0 }
            #expect(sent.filter { $0.webhook == good }.count == 1)
            #expect(sent.filter { $0.webhook == bad }.count == 1, "the rest of its lane waits")
        }
    }

    @Test func `a receiver that is gone is not sent to any more`() async throws {
        try await TestServer.with { server in
            let hook = try await make(server).id
            for _ in 0..<2 { #expect(try await server.send(.post, path + "/\(hook)/test").status == 202) }
            let receiver = Receiver(results: [hook: DeliveryResult(isTaken: false, isGone: true, text: "410")])
            let deliver = deliver(server, receiver)
            _ = await deliver.deliverOnce()
            #expect(await deliver.deliverOnce() == 0)
            #expect(try await server.store.webhooks(in: "p").first?.isActive == false)
            let first = try #require(try await server.store.deliveries(of: hook, in: "p", after: nil, limit: 9).last)
            #expect(try await server.send(.post, path + "/\(hook)/deliveries/\(first.id)/redeliver").status == 409)
        }
    }

    @Test func `deliveries that ended are forgotten after their time, and those that wait are not`() async throws {
        try await TestServer.with { server in
            let hook = try await make(server).id
            #expect(try await server.send(.post, path + "/\(hook)/test").status == 202)
            _ = await deliver(server, Receiver(results: [:])).deliverOnce()
            server.clock.advance(by: 10)
            #expect(try await server.send(.post, path + "/\(hook)/test").status == 202)
            #expect(try await server.store.forgetDeliveries(endedBefore: server.clock.now.addingTimeInterval(-10)) == 0)
            #expect(try await server.store.forgetDeliveries(endedBefore: server.clock.now) > 0)
            let left = try await server.store.deliveries(of: hook, in: "p", after: nil, limit: 9)
            #expect(left.map(\.state) == [.waiting])
        }
    }
}
