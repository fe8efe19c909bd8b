public import Foundation

/// One event on its way to one webhook.
public struct Delivery: Sendable, Equatable {
    /// Where a delivery stands.
    public enum State: String, Sendable, Codable, CaseIterable {
        case waiting, delivered, failed
    }

    /// The public id, `dlv_…`.
    public var id: String
    /// The webhook.
    public var webhook: Webhook
    /// The event's id.
    public var event: String
    /// The event's type.
    public var type: String
    /// The bytes to send.
    public var body: String
    /// Where it stands.
    public var state: State
    /// Attempts made so far.
    public var attempts: Int
    /// When the next attempt is due; for those that ended, when they did.
    public var dueAt: Date
    /// What the last attempt met: a status or a sentence.
    public var lastResult: String?

    /// Makes a delivery.
    public init(
        id: String,
        webhook: Webhook,
        event: String,
        type: String,
        body: String,
        state: State,
        attempts: Int,
        dueAt: Date,
        lastResult: String?
    ) {
        self.id = id
        self.webhook = webhook
        self.event = event
        self.type = type
        self.body = body
        self.state = state
        self.attempts = attempts
        self.dueAt = dueAt
        self.lastResult = lastResult
    }

    /// The `webhook-id` header: the same on every attempt; without a dot, which the signed text uses to separate.
    public var messageID: String { event + "_" + webhook.id }
}
