/// Keeps changes, and the mark up to which runs were swept.
public protocol ChangeStore: Sendable {
    /// Work that is due, oldest first: runs of one project whose series have not been looked at since they came.
    /// Nil when nothing is due.
    func dueSweep(limit: Int) async throws -> SweepTask?

    /// Changes of a project, those of some series only when `series` is given; retracted ones only when asked for.
    func changes(in project: String, series: [String]?, withRetracted: Bool) async throws -> [Change]

    /// What a sweep needs of several series along the line of a branch: the points that follow what is kept of each, or
    /// all of them where nothing is or all are asked for. A series without points is absent. `samples` are empty.
    func tails(
        of series: [String],
        in project: String,
        branch: String,
        all: Bool
    ) async throws -> [String: SeriesTail]

    /// In one transaction: replaces the changes of each series, and what is kept of it, by those given, writes alerts,
    /// events and one delivery a webhook and event, and marks the task done.
    func finish(_ task: SweepTask, with outcome: SweepOutcome) async throws
}
