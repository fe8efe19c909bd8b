public import NilometerCore

extension MemoryStore {
    /// Alerts of a project, newest first.
    public func alerts(in project: String, state: Alert.State?) -> [Alert] {
        (contents[project]?.alerts ?? []).filter { state ?? $0.state == $0.state }.sorted { $0.id > $1.id }
    }

    /// The alert with this id.
    public func alert(_ id: String, in project: String) -> Alert? { contents[project]?.alerts.first { $0.id == id } }

    /// What happened to an alert, oldest first.
    public func events(of alert: String, in project: String) -> [AlertEvent] {
        let own = (contents[project]?.events ?? []).filter { $0.alert?.id == alert }
        return own.sorted { ($0.at, $0.id) < ($1.at, $1.id) }.map { event in
            var event = event
            event.alert = nil
            return event
        }
    }

    /// Writes alerts, events and their deliveries; nothing when an alert is newer than the caller's.
    public func record(alerts: [Alert], events: [AlertEvent], in project: String) -> Bool {
        guard contents[project] != nil else { return false }
        guard alerts.allSatisfy({ alert($0.id, in: project)?.version ?? 0 == $0.version }) else { return false }
        for alert in alerts { write(alert, in: project) }
        for event in events { write(event, in: project) }
        return true
    }

    /// Writes what a sweep decided; a decision that a person took since the sweep read the alert stays.
    func recordSweep(alerts: [Alert], events: [AlertEvent], in project: String) {
        for alert in alerts {
            guard var known = self.alert(alert.id, in: project), known.version != alert.version else {
                write(alert, in: project)
                continue
            }
            known.members += alert.members.filter { !known.members.contains($0) }
            known.held = alert.held
            known.summary = alert.summary
            known.series = alert.series
            known.fromCommit = alert.fromCommit
            known.toCommit = alert.toCommit
            known.backAt = alert.backAt
            known.updatedAt = alert.updatedAt
            let isUndecided = known.state == .open || known.state == .acknowledged
            if alert.state == .recovered, isUndecided { known.state = .recovered }
            write(known, in: project)
        }
        for event in events { write(event, in: project) }
    }

    private func write(_ alert: Alert, in project: String) {
        var next = alert
        next.version = (self.alert(alert.id, in: project)?.version ?? 0) + 1
        contents[project]?.alerts.removeAll { $0.id == alert.id }
        contents[project]?.alerts.append(next)
    }

    /// An event, and one delivery to every active webhook unless its alert is muted or held.
    private func write(_ event: AlertEvent, in project: String) {
        contents[project]?.events.append(event)
        if event.alert?.held != nil { return }
        if let end = event.alert?.mutedUntil, end > event.at { return }
        for webhook in webhooks(in: project) where webhook.isActive {
            addDelivery(of: event, to: webhook, newDelivery())
        }
    }
}
