public import Foundation
public import NilometerCore

extension FaultyStore {
    /// Stores a group, or fails.
    public func append(_ runs: [Run]) async throws -> [Appended] {
        try await passing(.append) { try await base.append(runs) }
    }

    /// Does some housekeeping, or fails.
    public func tidy() async throws -> Bool { try await passing(.tidy) { try await base.tidy() } }

    /// The points of series, or a failure.
    public func points(
        of series: [String],
        in project: String,
        along line: CommitLine
    ) async throws -> [String: [Point]] {
        try await passing(.points) { try await base.points(of: series, in: project, along: line) }
    }

    /// The points that follow what is kept, or a failure.
    public func tails(
        of series: [String],
        in project: String,
        branch: String,
        all: Bool
    ) async throws -> [String: SeriesTail] {
        try await passing(.tails) { try await base.tails(of: series, in: project, branch: branch, all: all) }
    }

    /// The newest runs of a machine, or a failure.
    public func window(
        of machine: String,
        in project: String,
        branch: String,
        runs: Int,
        reaching commits: Set<String>
    ) async throws -> MachineWindow? {
        try await passing(.window) {
            try await base.window(of: machine, in: project, branch: branch, runs: runs, reaching: commits)
        }
    }

    /// The samples of runs, or a failure.
    public func samples(
        in project: String,
        of wanted: [String: [String]]
    ) async throws -> [String: [String: [Double]]] {
        try await passing(.samples) { try await base.samples(in: project, of: wanted) }
    }

    /// Work that is due, or a failure.
    public func dueSweep(limit: Int) async throws -> SweepTask? {
        try await passing(.dueSweep) { try await base.dueSweep(limit: limit) }
    }

    /// Changes, or a failure.
    public func changes(in project: String, series: [String]?, withRetracted: Bool) async throws -> [Change] {
        try await passing(.changes) {
            try await base.changes(in: project, series: series, withRetracted: withRetracted)
        }
    }

    /// Writes a sweep's outcome, or fails.
    public func finish(_ task: SweepTask, with outcome: SweepOutcome) async throws {
        try await passing(.finish) { try await base.finish(task, with: outcome) }
    }

    /// Alerts, or a failure.
    public func alerts(in project: String, state: Alert.State?) async throws -> [Alert] {
        try await passing(.alerts) { try await base.alerts(in: project, state: state) }
    }

    /// Deliveries that are due, or a failure.
    public func dueDeliveries(at now: Date, each: Int, limit: Int) async throws -> [Delivery] {
        try await passing(.dueDeliveries) { try await base.dueDeliveries(at: now, each: each, limit: limit) }
    }

    /// Writes what became of a delivery, or fails.
    public func record(_ delivery: Delivery) async throws {
        try await passing(.recordDelivery) { try await base.record(delivery) }
    }
}
