/// What a sweep found and decided.
public struct SweepOutcome: Sendable, Equatable {
    /// All changes of each swept series, by the series' public id; an empty list removes what was there.
    public var changes: [String: [Change]]
    /// Alerts that are new or have changed, whole.
    public var alerts: [Alert]
    /// Events, in order; each is delivered to every active webhook of the project.
    public var events: [AlertEvent]
    /// What is to be kept of series from now on, by their public ids; other series keep what they have.
    public var kept: [String: KeptState]

    /// Makes an outcome.
    public init(
        changes: [String: [Change]] = [:],
        alerts: [Alert] = [],
        events: [AlertEvent] = [],
        kept: [String: KeptState] = [:]
    ) {
        self.changes = changes
        self.alerts = alerts
        self.events = events
        self.kept = kept
    }
}
