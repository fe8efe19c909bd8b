/// One side of a comparison: what was asked for, and the runs that were used.
public struct ComparisonSide: Sendable, Equatable {
    /// The words of the question: a commit, a branch or a run.
    public var asked: String
    /// The commit that was used; nil when there was none.
    public var commit: String?
    /// The branch along whose line its points were read.
    public var branch: String?
    /// The runs that were used, newest first.
    public var runs: [StoredRun]
    /// One sentence: why these.
    public var reason: String
    /// How many commits lie between the commit that was asked for and the one that was used: 0 when it is that; nil when
    /// their order is not known.
    public var distance: Int?

    /// Makes a side.
    public init(
        asked: String,
        commit: String?,
        branch: String?,
        runs: [StoredRun],
        reason: String,
        distance: Int? = nil
    ) {
        self.asked = asked
        self.commit = commit
        self.branch = branch
        self.runs = runs
        self.reason = reason
        self.distance = distance
    }
}
