/// Keeps runs, whole.
public protocol RunStore: Sendable {
    /// Stores a group in one transaction; when it returns, every `stored` run is on stable storage, its sweep is due, and
    /// its commit has its place in the graph, as has its merge base where the history of that is given. One answer a run, in
    /// order.
    ///
    /// The rules of a run become those of its project where it was measured on the default branch, lies on its line, belongs
    /// to no change request, and is not older on the line than the commit of the rules there are; when they differ from
    /// those, every series is due for a sweep. The rules of other runs are kept with the run where they differ.
    ///
    /// - Throws: `StoreError`; then nothing of the group is stored.
    func append(_ runs: [Run]) async throws -> [Appended]

    /// The run with this id; nil when the project has none.
    func run(_ id: String, in project: String) async throws -> StoredRun?

    /// Runs, newest first; at most `limit`, after the run `after`. Nil filters match all.
    func runs(
        in project: String,
        commit: String?,
        branch: String?,
        machine: String?,
        after: String?,
        limit: Int
    ) async throws -> [StoredRun]

    /// The readings of a run in the order stored; nil when the project has no such run.
    func readings(of run: String, in project: String) async throws -> [Reading]?

    /// The upload as it came, and its content type; nil when the project has no such run.
    func source(of run: String, in project: String) async throws -> (bytes: [UInt8], type: String)?

    /// Marks a run deleted; its series are due for a sweep. False when there is none.
    func deleteRun(_ id: String, in project: String) async throws -> Bool

    /// Does one bounded piece of housekeeping, between groups and never on the way of an answer; false when nothing is left
    /// to do.
    func tidy() async throws -> Bool
}
