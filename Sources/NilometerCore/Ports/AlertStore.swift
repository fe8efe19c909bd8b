/// Keeps alerts and their events.
public protocol AlertStore: Sendable {
    /// Alerts of a project, newest first; of one state when given.
    func alerts(in project: String, state: Alert.State?) async throws -> [Alert]
    /// The alert; nil when the project has none.
    func alert(_ id: String, in project: String) async throws -> Alert?
    /// What happened to an alert, oldest first; the alert itself is left out of each event.
    func events(of alert: String, in project: String) async throws -> [AlertEvent]
    /// Writes alerts, events and their deliveries in one transaction, each alert one version on; false, and nothing is
    /// written, when one of them was written by somebody else since it was read.
    func record(alerts: [Alert], events: [AlertEvent], in project: String) async throws -> Bool
}
