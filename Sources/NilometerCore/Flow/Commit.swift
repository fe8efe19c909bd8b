public import Foundation

/// A revision, with what its upload knows of its place.
public struct Commit: Sendable, Equatable {
    /// The revision's hash or name.
    public var sha: String
    /// The branch it was measured on.
    public var branch: String
    /// First-parent history, newest first, without the commit itself; empty when unknown.
    public var line: [String]
    /// Whether its line may give a parent to commits that are known already; false where nobody vouches for it.
    public var mayLink = true
    /// When it was committed.
    public var committedAt: Date?
    /// The first line of its message.
    public var subject: String?
    /// Who wrote it.
    public var author: String?

    /// Makes a commit.
    public init(
        sha: String,
        branch: String,
        line: [String] = [],
        committedAt: Date? = nil,
        subject: String? = nil,
        author: String? = nil
    ) {
        self.sha = sha
        self.branch = branch
        self.line = line
        self.committedAt = committedAt
        self.subject = subject
        self.author = author
    }
}
