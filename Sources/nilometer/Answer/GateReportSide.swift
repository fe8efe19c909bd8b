import NilometerAPI

/// One side of what was compared: its commit, the runs that were used, and why these.
struct GateReportSide: Sendable, Encodable {
    /// The commit that was used; nil when there was none.
    var commit: String?
    /// The branch along whose line its history was read.
    var branch: String?
    /// The ids of the runs that were used.
    var runs: [String] = []
    /// Why these, one clause.
    var reason: String

    /// Makes a side.
    init(commit: String?, branch: String? = nil, runs: [String] = [], reason: String) {
        self.commit = commit
        self.branch = branch
        self.runs = runs
        self.reason = reason
    }

    /// Takes a side as a server answered it.
    init(_ side: ComparisonSideView) {
        self.init(commit: side.commit, branch: side.branch, runs: side.runs, reason: side.reason)
    }

    /// The commit in a few letters.
    var shortCommit: String? { commit.map(TextShort.commit) }

    /// “run_…”, or how many.
    var runsText: String { runs.count == 1 ? runs[0] : TextShort.count(runs.count, "run") }
}
