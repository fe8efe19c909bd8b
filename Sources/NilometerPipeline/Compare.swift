public import NilometerCore

/// Compares two revisions of a project by their stored runs.
public struct Compare: Sendable {
    /// The ports that a comparison needs.
    public typealias Ports = ChangeStore & ProjectStore & RunStore & SeriesStore

    /// How many runs are looked at together for one of another commit.
    private static let page = 64

    private let store: any Ports
    private let comparer: any Comparer
    private let readRules: @Sendable (String) -> Rules

    /// Makes the stage.
    ///
    /// - Parameters:
    ///   - store: where runs, points and changes are read.
    ///   - comparer: what gives the verdicts.
    ///   - readRules: the rules in a text of `nilometer.toml`.
    public init(
        store: any Ports,
        comparer: any Comparer,
        readRules: @escaping @Sendable (String) -> Rules = { _ in Rules() }
    ) {
        self.store = store
        self.comparer = comparer
        self.readRules = readRules
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

    /// A run against what it grew out of: of a change request the merge base, of a branch the measured commit before; nil when
    /// the project has no such run.
    ///
    /// The runs of its commit by the same job on the same machine count together. Where nothing can be compared, the outcome
    /// says whether it is the first run on this machine, or whether others are there that it does not descend from.
    public func verdict(ofRun id: String, in project: Project) async throws -> Comparison? {
        guard let run = try await store.run(id, in: project.slug) else { return nil }
        let resolve = Resolve(store: store, project: project)
        let new = try await resolve.head(of: run)
        if let old = try await resolve.base(of: run, head: new) {
            return try await comparison(of: old, with: new, in: project)
        }
        let isFirst = try await isFirst(run, in: project)
        let isChangeRequest = run.origin.changeRequest != nil || run.base != nil
        let base = isChangeRequest ? "neither the merge base nor a commit before it" : "no ancestor"
        var comparison = Comparison(
            base: ComparisonSide(
                asked: run.base?.sha ?? (isChangeRequest ? run.base?.branch ?? project.defaultBranch : "parent"),
                commit: nil,
                branch: nil,
                runs: [],
                reason: isFirst
                    ? "no other commit had been measured on this machine before"
                    : "\(base) was measured on this machine: measure the base there, or give the upload its line of commits"
            ),
            head: new.side,
            outcome: isFirst ? .firstRun : .nothingCompared,
            rows: []
        )
        let rules = try await rules(of: project)
        comparison.gate = rules.gate
        comparison.rulesDifference = difference(rules, new)
        return comparison
    }

    /// Whether no other commit had been measured on a run's machine when it came.
    private func isFirst(_ run: StoredRun, in project: Project) async throws -> Bool {
        var after = run.id
        while true {
            let earlier = try await store.runs(
                in: project.slug,
                commit: nil,
                branch: nil,
                machine: run.machine.name,
                after: after,
                limit: Self.page
            )
            if earlier.contains(where: { $0.commit.sha != run.commit.sha }) { return false }
            guard earlier.count == Self.page, let last = earlier.last else { return true }
            after = last.id
        }
    }

    private func comparison(of old: Revision, with new: Revision, in project: Project) async throws -> Comparison {
        let rules = try await rules(of: project)
        let series = try await Gather(store: store, project: project, rules: rules).series(base: old, head: new)
        let rows = comparer.rows(for: series).sorted { Self.place($0) < Self.place($1) }
        let isAnything = rows.contains { $0.verdict != .missing }
        var comparison = Comparison(
            base: old.side,
            head: new.side,
            outcome: isAnything ? .compared : .nothingCompared,
            rows: rows
        )
        comparison.gate = rules.gate
        comparison.rulesDifference = difference(rules, new)
        return comparison
    }

    /// The rules of a project, by which it is compared: never those of a change request.
    private func rules(of project: Project) async throws -> Rules {
        try await store.rules(of: project.slug).map { readRules($0.text) } ?? Rules()
    }

    /// How the rules that came with the newest run of the head differ from the project's.
    private func difference(_ rules: Rules, _ head: Revision) -> [String] {
        guard let text = head.runs.first?.rules else { return [] }
        return RulesDifference(from: rules, to: readRules(text)).sentences
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
