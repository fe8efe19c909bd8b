public import Foundation

/// A run as it is listed: all but its readings and source.
public struct StoredRun: Sendable, Equatable {
    /// The public id.
    public var id: String
    /// What was measured.
    public var commit: Commit
    /// The machine's name.
    public var machine: Machine
    /// Toolchain, harness, flags.
    public var context: [String: String]
    /// The CI job.
    public var origin: Origin
    /// When the server took it.
    public var receivedAt: Date
    /// How many readings it has.
    public var readingCount: Int
    /// What was doubtful.
    public var warnings: [Warning]
    /// Where a change request left its base, without the line; nil for other runs.
    public var base: MergeBase?
    /// The text of `nilometer.toml` that came with a run which does not decide the project's rules, where it differed from
    /// those.
    public var rules: String?

    /// Makes a listed run.
    public init(
        id: String,
        commit: Commit,
        machine: Machine,
        context: [String: String],
        origin: Origin,
        receivedAt: Date,
        readingCount: Int,
        warnings: [Warning],
        base: MergeBase? = nil,
        rules: String? = nil
    ) {
        self.id = id
        self.commit = commit
        self.machine = machine
        self.context = context
        self.origin = origin
        self.receivedAt = receivedAt
        self.readingCount = readingCount
        self.warnings = warnings
        self.base = base
        self.rules = rules
    }
}
