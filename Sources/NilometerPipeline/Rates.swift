public import Foundation
public import NilometerCore

/// Works out a project's realised rate from what is stored.
public struct Rates: Sendable {
    /// The ports that it needs.
    public typealias Ports = AlertStore & ChangeStore & RunStore & SeriesStore

    /// The key of a run's context that says which binary ran.
    public static let binaryKey = "binarySha"
    /// How many of the newest runs of the default branch are looked at.
    private static let mostRuns = 1_000
    /// How many series are read together.
    private static let readTogether = 512

    private let store: any Ports

    /// Makes the stage.
    public init(store: any Ports) {
        self.store = store
    }

    /// The realised rate of each rule; of the default rule alone until projects have rules.
    ///
    /// - Complexity: O(points of the default branch).
    public func rates(of project: Project, now: Date) async throws -> [RealisedRate] {
        let runs = try await store.runs(
            in: project.slug,
            commit: nil,
            branch: project.defaultBranch,
            machine: nil,
            after: nil,
            limit: Self.mostRuns
        )
        let all = try await store.series(in: project.slug, benchmark: nil, metric: nil, machine: nil)
        let changes = try await store.changes(in: project.slug, series: nil, withRetracted: false)
        let confirmed = Dictionary(grouping: changes.filter { $0.state == .confirmed }, by: \.series.id)
        let binaries = Self.binaries(of: runs)
        var sum = NullComparisons()
        let noisy = all.filter { !$0.isExact }
        for first in stride(from: 0, to: noisy.count, by: Self.readTogether) {
            let part = noisy[first..<min(first + Self.readTogether, noisy.count)]
            let points = try await store.points(
                of: part.map(\.id),
                in: project.slug,
                branch: project.defaultBranch
            )
            for series in part {
                sum.add(
                    points[series.id] ?? [],
                    changedAt: Set((confirmed[series.id] ?? []).map(\.commit)),
                    binaries: binaries
                )
            }
        }
        let told = try await store.alerts(in: project.slug, state: nil)
            .filter { $0.kind == .regression && $0.held == nil }
        let share = all.isEmpty ? 0 : Double(noisy.count) / Double(all.count)
        let points = PointsPerMonth.of(runs.map { ($0.readingCount, $0.receivedAt) }, limit: Self.mostRuns) * share
        let factor = RealisedFactor.of(told, in: project, now: now)
        let budget = AlertBudget(
            perMonth: project.alertBudget,
            pointsPerMonth: points,
            rate: FalseAlarmRate(factor: factor)
        )
        return [
            RealisedRate(
                rule: "default",
                reruns: sum.reruns,
                differingReruns: sum.differingReruns,
                equalBinaries: sum.equalBinaries,
                changedBinaries: sum.changedBinaries,
                alerts: told.count,
                invalidAlerts: told.count { $0.state == .invalid },
                factor: factor,
                pointsPerMonth: points,
                level: budget.level
            )
        ]
    }

    /// The binary of each run that says which it was.
    private static func binaries(of runs: [StoredRun]) -> [String: String] {
        Dictionary(
            runs.compactMap { run in run.context[binaryKey].map { (run.id, $0) } },
            uniquingKeysWith: { first, _ in first }
        )
    }
}
