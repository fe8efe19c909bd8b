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

    /// Replaces URL, secrets and whether it is active.
    public func updateWebhook(_ webhook: Webhook) -> Bool {
        let project = webhook.project
        guard let index = contents[project]?.webhooks.firstIndex(where: { $0.id == webhook.id }) else { return false }
        contents[project]?.webhooks[index].url = webhook.url
        contents[project]?.webhooks[index].secrets = webhook.secrets
        contents[project]?.webhooks[index].isActive = webhook.isActive
        return true
    }

    /// Removes a webhook and its deliveries.
    public func deleteWebhook(_ id: String, in project: String) -> Bool {
        guard let index = contents[project]?.webhooks.firstIndex(where: { $0.id == id }) else { return false }
        contents[project]?.webhooks.remove(at: index)
        contents[project]?.deliveries.removeAll { $0.webhook.id == id }
        return true
    }

    /// Deliveries of a webhook, newest first; those older than `after` when given.
    public func deliveries(of webhook: String, in project: String, after: String?, limit: Int) -> [Delivery] {
        let own = all(in: project).filter { $0.webhook.id == webhook && $0.id < after ?? "~" }
        return Array(own.sorted { $0.id > $1.id }.prefix(limit))
    }

    /// The delivery with this id.
    public func delivery(_ id: String, in project: String) -> Delivery? { all(in: project).first { $0.id == id } }

    /// Deliveries to active webhooks that are due, oldest first, at most `each` a webhook.
    public func dueDeliveries(at now: Date, each: Int, limit: Int) -> [Delivery] {
        let due = contents.keys.flatMap(all).filter { $0.webhook.isActive && $0.state == .waiting && $0.dueAt <= now }
        let fair = Dictionary(grouping: due, by: \.webhook.id).values.flatMap {
            $0.sorted(by: Self.isOlder).prefix(each)
        }
        return Array(fair.sorted(by: Self.isOlder).prefix(limit))
    }

    /// Writes what became of a delivery.
    public func record(_ delivery: Delivery) {
        let project = delivery.webhook.project
        guard let index = contents[project]?.deliveries.firstIndex(where: { $0.id == delivery.id }) else { return }
        contents[project]?.deliveries[index] = delivery
    }

    /// Adds one delivery of an event to one webhook alone.
    public func enqueue(_ event: AlertEvent, to webhook: Webhook, deliveryID: String) {
        contents[webhook.project]?.events.append(event)
        addDelivery(of: event, to: webhook, deliveryID)
    }

    /// Forgets deliveries that ended before a time.
    public func forgetDeliveries(endedBefore end: Date) -> Int {
        var count = 0
        for (slug, project) in contents {
            let left = project.deliveries.filter { $0.state == .waiting || $0.dueAt >= end }
            count += project.deliveries.count - left.count
            contents[slug]?.deliveries = left
        }
        return count
    }

    func addDelivery(of event: AlertEvent, to webhook: Webhook, _ id: String) {
        contents[webhook.project]?.deliveries.append(
            Delivery(
                id: id,
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

    /// The deliveries of a project, each with its webhook as it is now.
    private func all(in project: String) -> [Delivery] {
        (contents[project]?.deliveries ?? []).map { delivery in
            var delivery = delivery
            delivery.webhook = webhooks(in: project).first { $0.id == delivery.webhook.id } ?? delivery.webhook
            return delivery
        }
    }

    private static func isOlder(_ one: Delivery, _ other: Delivery) -> Bool {
        (one.dueAt, one.id) < (other.dueAt, other.id)
    }
}
