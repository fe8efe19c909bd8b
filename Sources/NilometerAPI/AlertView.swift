public import NilometerCore

/// An alert as the API and webhooks show it.
public struct AlertView: Codable, Sendable {
    /// The public id.
    public var id: String
    /// Where it stands.
    public var state: Alert.State
    /// What kind of alert.
    public var kind: String
    /// Where the level moved.
    public var commitRange: CommitRange
    /// Its changes.
    public var members: [ChangeView]
    /// When it was opened.
    public var openedAt: String
    /// When it last changed.
    public var updatedAt: String

    /// Shows an alert with its members, largest rise first.
    public init(_ alert: Alert, members: [Change]) {
        id = alert.id
        state = alert.state
        kind = alert.kind
        commitRange = CommitRange(from: alert.fromCommit, to: alert.toCommit)
        self.members = members.sorted { Self.weight($0) > Self.weight($1) }.map(ChangeView.init)
        openedAt = Timestamp.text(alert.openedAt)
        updatedAt = Timestamp.text(alert.updatedAt)
    }

    private static func weight(_ change: Change) -> Double {
        change.before == 0 ? .greatestFiniteMagnitude : abs(change.after / change.before - 1)
    }
}
