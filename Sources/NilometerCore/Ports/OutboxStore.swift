public import Foundation

/// Keeps what is on its way to webhooks: one row an event and webhook.
public protocol OutboxStore: Sendable {
    /// Deliveries of a webhook, newest first; at most `limit`, those older than `after` when given.
    func deliveries(of webhook: String, in project: String, after: String?, limit: Int) async throws -> [Delivery]
    /// The delivery; nil when the project has none.
    func delivery(_ id: String, in project: String) async throws -> Delivery?
    /// Deliveries to active webhooks that are due, oldest first; at most `each` a webhook, so that one receiver with many
    /// does not hide the others.
    func dueDeliveries(at now: Date, each: Int, limit: Int) async throws -> [Delivery]
    /// Writes state, attempts, due time and last result of a delivery.
    func record(_ delivery: Delivery) async throws
    /// Adds one delivery of an event to one webhook alone.
    func enqueue(_ event: AlertEvent, to webhook: Webhook, deliveryID: String) async throws
    /// Forgets deliveries that ended before a time; returns how many.
    func forgetDeliveries(endedBefore: Date) async throws -> Int
}
