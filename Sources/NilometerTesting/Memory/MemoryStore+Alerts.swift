public import NilometerCore

extension MemoryStore {
    /// Alerts of a project, newest first.
    public func alerts(in project: String, state: Alert.State?) -> [Alert] {
        (contents[project]?.alerts ?? []).filter { state ?? $0.state == $0.state }.sorted { $0.id > $1.id }
    }

    /// The alert with this id.
    public func alert(_ id: String, in project: String) -> Alert? { contents[project]?.alerts.first { $0.id == id } }

    /// Writes alerts, events, and one delivery a webhook and event.
    public func record(alerts: [Alert], events: [AlertEvent], in project: String) {
        for alert in alerts {
            contents[project]?.alerts.removeAll { $0.id == alert.id }
            contents[project]?.alerts.append(alert)
        }
        for event in events {
            contents[project]?.events.append(event)
            for webhook in webhooks(in: project) where webhook.isActive {
                enqueue(event, to: webhook, deliveryID: newDelivery())
            }
        }
    }
}
