public import NilometerCore

/// An alert as the API and webhooks show it.
public struct AlertView: Codable, Sendable {
    /// What happened to an alert.
    public struct Event: Codable, Sendable {
        /// The public id.
        public var id: String
        /// Such as `alert.opened`.
        public var type: String
        /// When.
        public var at: String
        /// Who did it: `nilometer`, or a token's id.
        public var actor: String

        /// Shows an event.
        public init(_ event: AlertEvent) {
            id = event.id
            type = event.type
            at = Timestamp.text(event.at)
            actor = event.actor
        }
    }

    /// The public id.
    public var id: String
    /// Where it stands.
    public var state: Alert.State
    /// What kind of alert.
    public var kind: Alert.Kind
    /// Where the level moved.
    public var commitRange: CommitRange
    /// How many changes it has.
    public var memberCount: Int
    /// Its changes, worst first; webhooks get the worst 25.
    public var members: [ChangeView]
    /// Why it is told to nobody; absent when it is told.
    public var held: Alert.Hold?
    /// One sentence of what was seen; absent where the changes say all.
    public var summary: String?
    /// The machine's name, where it is about one machine.
    public var machine: String?
    /// The metric's name, where it is about one metric.
    public var metric: String?
    /// How many series it concerns where there are no changes to say it.
    public var seriesCount: Int
    /// The ids of those series; webhooks get the first 25.
    public var series: [String]
    /// The first commit at which what was seen was over; absent while it lasts, and of regressions.
    public var backAt: String?
    /// When it was opened.
    public var openedAt: String
    /// When it last changed.
    public var updatedAt: String
    /// Until when its events are not sent.
    public var mutedUntil: String?
    /// Who looks after it.
    public var assignee: String?
    /// What people wrote of it.
    public var note: String?
    /// The alert that took its members over.
    public var mergedInto: String?
    /// What happened to it, oldest first; only where one alert is asked for.
    public var events: [Event]?

    /// Shows an alert with its members, largest rise first.
    ///
    /// - Parameters:
    ///   - alert: the alert.
    ///   - members: its changes.
    ///   - limit: how many of them, and of the series, are shown; nil for all.
    public init(_ alert: Alert, members: [Change], limit: Int? = nil) {
        id = alert.id
        state = alert.state
        kind = alert.kind
        commitRange = CommitRange(from: alert.fromCommit, to: alert.toCommit)
        memberCount = members.count
        let worst = members.sorted { Self.isWorse($0, $1) }
        self.members = worst.prefix(limit ?? members.count).map(ChangeView.init)
        held = alert.held
        summary = alert.summary
        machine = alert.machine
        metric = alert.metric
        seriesCount = alert.series.count
        series = Array(alert.series.prefix(limit ?? alert.series.count))
        backAt = alert.backAt
        openedAt = Timestamp.text(alert.openedAt)
        updatedAt = Timestamp.text(alert.updatedAt)
        mutedUntil = alert.mutedUntil.map { Timestamp.text($0) }
        assignee = alert.assignee
        note = alert.note
        mergedInto = alert.mergedInto
    }

    /// By the share of the rise, a rise from 0 first; then by its size; then by name, so that the order is the same everywhere.
    private static func isWorse(_ a: Change, _ b: Change) -> Bool {
        let sizes = [(weight(a), weight(b)), (abs(a.after - a.before), abs(b.after - b.before))]
        if let (own, other) = sizes.first(where: { $0 != $1 }) { return own > other }
        let names = [a, b].map { [$0.series.key.benchmark, $0.series.key.parametersText, $0.series.key.metric, $0.id] }
        return names[0].lexicographicallyPrecedes(names[1])
    }

    private static func weight(_ change: Change) -> Double {
        change.before == 0 ? .greatestFiniteMagnitude : abs(change.after / change.before - 1)
    }
}
