public import NilometerCore

/// Compares two revisions of a project by their stored runs.
public struct Compare: Sendable {
    /// The ports that a comparison needs.
    public typealias Ports = ChangeStore & RunStore & SeriesStore

    private let store: any Ports
    private let comparer: any Comparer

    /// Makes the stage.
    ///
    /// - Parameters:
    ///   - store: where runs, points and changes are read.
    ///   - comparer: what gives the verdicts.
    public init(store: any Ports, comparer: any Comparer) {
        self.store = store
        self.comparer = comparer
    }

    /// The head against the base, each a commit, a unique prefix, a branch or a run id.
    ///
    /// A base that is a branch means the place where the head left it; a base that was not measured, its nearest measured
    /// ancestor.
    ///
    /// - Throws: `NilometerError` `notFound` or `invalidInput` when a side cannot be found.
    public func comparison(base: String, head: String, in project: Project) async throws -> Comparison {
        let resolve = Resolve(store: store, project: project)
        let new = try await resolve.revision(head)
        let machines = Set(new.runs.map(\.machine.name))
        if let fork = try await resolve.base(base, of: new, on: machines) {
            return try await comparison(of: fork, with: new, in: project)
        }
        return try await comparison(of: try await resolve.revision(base, on: machines), with: new, in: project)
    }

    /// A run against its nearest measured ancestor; nil when the project has no such run.
    public func verdict(ofRun id: String, in project: Project) async throws -> Comparison? {
        guard let run = try await store.run(id, in: project.slug) else { return nil }
        let resolve = Resolve(store: store, project: project)
        let new = try await resolve.revision(id)
        guard let old = try await resolve.parent(of: new, on: [run.machine.name]) else {
            let earlier = try await store.runs(
                in: project.slug,
                commit: nil,
                branch: nil,
                machine: run.machine.name,
                after: id,
                limit: Resolve.mostRuns
            )
            let isFirst = earlier.allSatisfy { $0.commit.sha == run.commit.sha }
            return Comparison(
                base: ComparisonSide(
                    asked: "parent",
                    commit: nil,
                    branch: nil,
                    runs: [],
                    reason: isFirst
                        ? "no other commit had been measured on this machine before"
                        : "no ancestor was measured on this machine: give the upload its line of commits"
                ),
                head: new.side,
                outcome: isFirst ? .firstRun : .nothingCompared,
                rows: []
            )
        }
        return try await comparison(of: old, with: new, in: project)
    }

    private func comparison(of old: Revision, with new: Revision, in project: Project) async throws -> Comparison {
        let series = try await Gather(store: store, project: project).series(base: old, head: new)
        let rows = comparer.rows(for: series).sorted { Self.place($0) < Self.place($1) }
        let isAnything = rows.contains { $0.verdict != .missing }
        return Comparison(
            base: old.side,
            head: new.side,
            outcome: isAnything ? .compared : .nothingCompared,
            rows: rows
        )
    }

    /// Worst first: regressions, rises from 0 before all; then by how far the level moved; then by name.
    private static func place(_ row: ComparisonRow) -> (Int, Int, Double, String) {
        let order: [Verdict] = [.regressed, .improved, .inconclusive, .missing, .unchanged]
        var distance = 0.0
        if let before = row.before, let after = row.after, before != 0 { distance = -abs((after - before) / before) }
        if row.isRiseFromZero { distance = -(row.after ?? 0) }
        let key = row.series.key
        let name = [key.benchmark, key.parametersText, key.metric, row.series.machine].joined(separator: "\u{1F}")
        return (order.firstIndex(of: row.verdict) ?? 0, row.isRiseFromZero ? 0 : 1, distance, name)
    }
}
