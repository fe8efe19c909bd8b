public import Foundation

/// Keeps webhooks and the outbox.
public protocol WebhookStore: Sendable {
    /// Adds a webhook; false when the project does not exist.
    func createWebhook(_ webhook: Webhook) async throws -> Bool
    /// Webhooks of a project, oldest first.
    func webhooks(in project: String) async throws -> [Webhook]
    /// Removes a webhook and its deliveries; false when there is none.
    func deleteWebhook(_ id: String, in project: String) async throws -> Bool
    /// Deliveries of a webhook, newest first.
    func deliveries(of webhook: String, in project: String, limit: Int) async throws -> [Delivery]
    /// Deliveries that are due, oldest first.
    func dueDeliveries(at now: Date, limit: Int) async throws -> [Delivery]
    /// Writes state, attempts, due time and last result of a delivery.
    func record(_ delivery: Delivery) async throws
    /// Adds one delivery of an event to one webhook alone.
    func enqueue(_ event: AlertEvent, to webhook: Webhook, deliveryID: String) async throws
}
