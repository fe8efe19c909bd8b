public import Foundation
public import NilometerCore

extension MemoryStore {
    /// Adds a webhook; false when the project does not exist.
    public func createWebhook(_ webhook: Webhook) -> Bool {
        contents[webhook.project]?.webhooks.append(webhook)
        return contents[webhook.project] != nil
    }

    /// Webhooks of a project, oldest first.
    public func webhooks(in project: String) -> [Webhook] {
        (contents[project]?.webhooks ?? []).sorted { $0.id < $1.id }
    }

    /// Removes a webhook and its deliveries.
    public func deleteWebhook(_ id: String, in project: String) -> Bool {
        guard let index = contents[project]?.webhooks.firstIndex(where: { $0.id == id }) else { return false }
        contents[project]?.webhooks.remove(at: index)
        contents[project]?.deliveries.removeAll { $0.webhook.id == id }
        return true
    }

    /// Deliveries of a webhook, newest first.
    public func deliveries(of webhook: String, in project: String, limit: Int) -> [Delivery] {
        let own = (contents[project]?.deliveries ?? []).filter { $0.webhook.id == webhook }
        return Array(own.sorted { $0.id > $1.id }.prefix(limit))
    }

    /// Deliveries that are due, oldest first.
    public func dueDeliveries(at now: Date, limit: Int) -> [Delivery] {
        let due = contents.values.flatMap(\.deliveries).filter { $0.state == .waiting && $0.dueAt <= now }
        return Array(due.sorted { ($0.dueAt, $0.id) < ($1.dueAt, $1.id) }.prefix(limit))
    }

    /// Writes what became of a delivery.
    public func record(_ delivery: Delivery) {
        let project = delivery.webhook.project
        guard let index = contents[project]?.deliveries.firstIndex(where: { $0.id == delivery.id }) else { return }
        contents[project]?.deliveries[index] = delivery
    }

    /// Adds one delivery of an event to one webhook alone.
    public func enqueue(_ event: AlertEvent, to webhook: Webhook, deliveryID: String) {
        contents[webhook.project]?.deliveries.append(
            Delivery(
                id: deliveryID,
                webhook: webhook,
                event: event.id,
                type: event.type,
                body: event.body,
                state: .waiting,
                attempts: 0,
                dueAt: event.at,
                lastResult: nil
            )
        )
    }
}
