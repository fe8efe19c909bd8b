public import Foundation

/// What asks a person for a decision: confirmed changes with the same commit range and cause, or a doubt about measuring.
public struct Alert: Sendable, Equatable {
    /// Where an alert stands.
    public enum State: String, Sendable, Codable, CaseIterable {
        case open, acknowledged, resolved, accepted, invalid, recovered
    }

    /// What an alert is about.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// Levels moved for the worse.
        case regression
        /// A benchmark or a machine no longer reports.
        case missing
        /// Values that the code cannot have caused: the measuring broke.
        case instrument
        /// A machine shifted as a whole.
        case environment
    }

    /// Why an alert is kept and shown, but told to nobody.
    public enum Hold: String, Sendable, Codable, CaseIterable {
        /// It is not sure enough for the number of false alerts that the project allows.
        case budget
        /// Its machine shifted as a whole at the same commit.
        case environment
        /// The measuring broke at the same commit.
        case instrument
    }

    /// The public id, `alt_…`.
    public var id: String
    /// The project's slug.
    public var project: String
    /// Where it stands.
    public var state: State
    /// What it is about.
    public var kind: Kind
    /// The last commit on the old level.
    public var fromCommit: String
    /// The first commit on the new level.
    public var toCommit: String
    /// The first commit at which what was seen was over; nil while it lasts, and for regressions.
    public var backAt: String?
    /// When it was opened.
    public var openedAt: Date
    /// When it last changed.
    public var updatedAt: Date
    /// The ids of its changes.
    public var members: [String]
    /// Why it is told to nobody; nil when it is told.
    ///
    /// No event of a held alert is delivered.
    public var held: Hold?
    /// One sentence: what was seen, where, since when; nil where the members say all.
    public var summary: String?
    /// The machine's name, where the alert is about one machine.
    public var machine: String?
    /// The metric's name, where the alert is about one metric.
    public var metric: String?
    /// The ids of the series concerned, where there are no changes to say it.
    public var series: [String]
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
        kind: Kind,
        fromCommit: String,
        toCommit: String,
        openedAt: Date,
        updatedAt: Date,
        members: [String],
        held: Hold? = nil,
        summary: String? = nil,
        machine: String? = nil,
        metric: String? = nil,
        series: [String] = [],
        backAt: String? = nil,
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
        self.held = held
        self.summary = summary
        self.machine = machine
        self.metric = metric
        self.series = series
        self.backAt = backAt
        self.mutedUntil = mutedUntil
        self.assignee = assignee
        self.note = note
        self.mergedInto = mergedInto
        self.version = version
    }
}
