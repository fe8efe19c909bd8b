public import NilometerCore

/// A run as the API shows it.
public struct RunView: Codable, Sendable {
    /// The public id.
    public var id: String
    /// The revision.
    public var commit: String
    /// The branch.
    public var branch: String
    /// The machine's name.
    public var machine: String
    /// Toolchain, harness, flags.
    public var context: [String: String]
    /// The CI job.
    public var origin: Origin
    /// Where a change request left its base; absent for other runs.
    public var base: MergeBase?
    /// When the server took it.
    public var receivedAt: String
    /// How many readings it has.
    public var readings: Int
    /// What was doubtful.
    public var warnings: [Warning]
    /// Whether its series were looked at in time; only for callers who wait for that.
    public var swept: Bool?
    /// What changed at its commit; only when `swept`.
    public var changes: [ChangeView]?
    /// The run of a change request compared with its base; only for callers who wait.
    public var verdict: ComparisonView?

    /// Shows a run.
    public init(_ run: StoredRun) {
        id = run.id
        commit = run.commit.sha
        branch = run.commit.branch
        machine = run.machine.name
        context = run.context
        origin = run.origin
        base = run.base
        receivedAt = Timestamp.text(run.receivedAt)
        readings = run.readingCount
        warnings = run.warnings
    }
}
