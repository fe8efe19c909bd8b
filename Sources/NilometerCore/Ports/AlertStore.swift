/// Keeps alerts and their events.
public protocol AlertStore: Sendable {
    /// Alerts of a project, newest first; of one state when given.
    func alerts(in project: String, state: Alert.State?) async throws -> [Alert]
    /// The alert; nil when the project has none.
    func alert(_ id: String, in project: String) async throws -> Alert?
    /// Writes alerts, events and deliveries in one transaction.
    func record(alerts: [Alert], events: [AlertEvent], in project: String) async throws
}
