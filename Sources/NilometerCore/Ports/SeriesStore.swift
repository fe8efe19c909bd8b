/// Answers what is in series.
public protocol SeriesStore: Sendable {
    /// Series that match; nil filters match all. Sorted by benchmark, parameters, metric, machine.
    func series(
        in project: String,
        benchmark: String?,
        metric: String?,
        machine: String?
    ) async throws -> [Series]

    /// The series with this public id; nil when the project has none.
    func series(_ id: String, in project: String) async throws -> Series?

    /// The points of several series along a line, in commit order; runs of one commit stay apart, in order of arrival. A
    /// series without points is absent. `samples` are empty.
    func points(of series: [String], in project: String, along line: CommitLine) async throws -> [String: [Point]]

    /// The samples of some runs in some series, by series and run; `wanted` names the series of each run.
    func samples(in project: String, of wanted: [String: [String]]) async throws -> [String: [String: [Double]]]

    /// Commits of a line that have runs, oldest first.
    func measuredCommits(in project: String, along line: CommitLine) async throws -> [String]

    /// The first-parent ancestors that are known of a commit, newest first, itself included.
    func ancestors(of sha: String, in project: String, limit: Int) async throws -> [String]

    /// What machines and branches a project has runs of.
    func machinesAndBranches(in project: String) async throws -> (machines: [Machine], branches: [String])
}

extension SeriesStore {
    /// The points of several series along the whole line of a branch.
    public func points(of series: [String], in project: String, branch: String) async throws -> [String: [Point]] {
        try await points(of: series, in: project, along: CommitLine(branch: branch))
    }

    /// Commits of the whole line of a branch that have runs, oldest first.
    public func measuredCommits(in project: String, branch: String) async throws -> [String] {
        try await measuredCommits(in: project, along: CommitLine(branch: branch))
    }
}
