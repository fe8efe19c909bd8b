public import Foundation

/// A checked report, tied to project, commit, machine, context and time: the unit of replication.
public struct Run: Sendable {
    /// The public id, `run_…`.
    public var id: String
    /// The project's slug.
    public var project: String
    /// What was measured.
    public var commit: Commit
    /// Where it was measured.
    public var machine: Machine
    /// Toolchain, harness, flags and other facts that may explain a change of level.
    public var context: [String: String]
    /// The CI job it came from.
    public var origin: Origin
    /// When measuring began; nil when unknown.
    public var startedAt: Date?
    /// When measuring ended; nil when unknown.
    public var finishedAt: Date?
    /// When the server took it.
    public var receivedAt: Date
    /// The idempotency key: equal keys are one run.
    public var key: String
    /// SHA-256 of the body, in hex: another body under the same key is a conflict.
    public var digest: String
    /// How long the key holds; nil is for ever.
    public var keyHoldsFor: TimeInterval?
    /// The readings in canonical units, one per series.
    public var readings: [Reading]
    /// What was doubtful.
    public var warnings: [Warning]
    /// The body as it came.
    public var source: [UInt8]
    /// The content type of `source`.
    public var sourceType: String
    /// Where a change request left its base; nil for other runs.
    public var base: MergeBase?
    /// The text of `nilometer.toml` that came with it, where it could be read.
    public var rules: String?

    /// Makes a run.
    public init(
        id: String,
        project: String,
        commit: Commit,
        machine: Machine,
        context: [String: String],
        origin: Origin,
        startedAt: Date?,
        finishedAt: Date?,
        receivedAt: Date,
        key: String,
        digest: String,
        keyHoldsFor: TimeInterval?,
        readings: [Reading],
        warnings: [Warning],
        source: [UInt8],
        sourceType: String,
        base: MergeBase? = nil,
        rules: String? = nil
    ) {
        self.id = id
        self.project = project
        self.commit = commit
        self.machine = machine
        self.context = context
        self.origin = origin
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.receivedAt = receivedAt
        self.key = key
        self.digest = digest
        self.keyHoldsFor = keyHoldsFor
        self.readings = readings
        self.warnings = warnings
        self.source = source
        self.sourceType = sourceType
        self.base = base
        self.rules = rules
    }
}
