public import Foundation

/// Confirmed changes with the same commit range and cause, that ask a person for a decision.
public struct Alert: Sendable, Equatable {
    /// Where an alert stands.
    public enum State: String, Sendable, Codable, CaseIterable {
        case open, acknowledged, resolved, accepted, invalid, recovered
    }

    /// The public id, `alt_…`.
    public var id: String
    /// The project's slug.
    public var project: String
    /// Where it stands.
    public var state: State
    /// `regression`, `missing`, `instrument` or `environment`.
    public var kind: String
    /// The last commit on the old level.
    public var fromCommit: String
    /// The first commit on the new level.
    public var toCommit: String
    /// When it was opened.
    public var openedAt: Date
    /// When it last changed.
    public var updatedAt: Date
    /// The ids of its changes.
    public var members: [String]
    /// Until when its events are kept but not sent; nil when they are sent.
    public var mutedUntil: Date?
    /// Who looks after it.
    public var assignee: String?
    /// What people wrote of it.
    public var note: String?
    /// The alert that took its members over.
    public var mergedInto: String?
    /// How often it was written; a decision on an older version is refused.
    public var version: Int

    /// Makes an alert.
    public init(
        id: String,
        project: String,
        state: State,
        kind: String,
        fromCommit: String,
        toCommit: String,
        openedAt: Date,
        updatedAt: Date,
        members: [String],
        mutedUntil: Date? = nil,
        assignee: String? = nil,
        note: String? = nil,
        mergedInto: String? = nil,
        version: Int = 0
    ) {
        self.id = id
        self.project = project
        self.state = state
        self.kind = kind
        self.fromCommit = fromCommit
        self.toCommit = toCommit
        self.openedAt = openedAt
        self.updatedAt = updatedAt
        self.members = members
        self.mutedUntil = mutedUntil
        self.assignee = assignee
        self.note = note
        self.mergedInto = mergedInto
        self.version = version
    }
}
