public import NilometerCore

/// A commit as the API shows it.
public struct CommitView: Codable, Sendable {
    /// The revision.
    public var sha: String
    /// Its first parent, where it is known.
    public var parent: String?
    /// When it was committed, as its runs say.
    public var committedAt: String?
    /// The first line of its message, as its runs say.
    public var subject: String?
    /// Who wrote it, as its runs say.
    public var author: String?
    /// Its runs, newest first, at most 1000.
    public var runs: [RunView]
    /// What changed at it.
    public var changes: [ChangeView]

    /// Shows a commit.
    public init(sha: String, parent: String?, runs: [StoredRun], changes: [Change]) {
        self.sha = sha
        self.parent = parent
        committedAt = runs.lazy.compactMap(\.commit.committedAt).first.map { Timestamp.text($0) }
        subject = runs.lazy.compactMap(\.commit.subject).first
        author = runs.lazy.compactMap(\.commit.author).first
        self.runs = runs.map { RunView($0) }
        self.changes = changes.map(ChangeView.init)
    }
}
