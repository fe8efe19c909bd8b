import NilometerCore

/// What a revision named in a question turned out to be.
struct Revision {
    /// The words of the question.
    var asked: String
    /// The measured commit.
    var commit: String
    /// The runs of it that are used, newest first.
    var runs: [StoredRun]
    /// The branch along whose line the commit lies.
    var branch: String
    /// One sentence: why this commit and these runs.
    var reason: String
    /// How many commits lie between the commit asked for and this one; nil when not known.
    var distance: Int?

    /// The side of a comparison.
    var side: ComparisonSide {
        ComparisonSide(asked: asked, commit: commit, branch: branch, runs: runs, reason: reason, distance: distance)
    }
}
