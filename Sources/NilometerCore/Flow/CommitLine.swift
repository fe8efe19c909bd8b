/// A line of commits, along which points lie.
public struct CommitLine: Sendable, Hashable {
    /// The branch whose line it is; where `end` does not lie on that, the line is the first-parent history of `end`.
    public var branch: String
    /// Its newest commit; nil for the head of the branch.
    public var end: String?
    /// Its oldest commit, where it is on the line; nil for all that are known.
    public var start: String?

    /// Makes a line; all of a branch by default.
    public init(branch: String, upTo end: String? = nil, from start: String? = nil) {
        self.branch = branch
        self.end = end
        self.start = start
    }
}
