import NilometerCore

/// Finds the measured commit and the runs that a commit, a unique prefix, a branch or a run id means.
struct Resolve {
    /// How far back a measured ancestor is looked for.
    private static let reach = 1000
    /// The most runs of one commit that are compared: the newest.
    static let mostRuns = 16

    let store: any RunStore & SeriesStore
    let project: Project

    /// The revision; the nearest measured ancestor of a commit that was not measured.
    ///
    /// Machines are the names of which one must have measured it; nil for any.
    ///
    /// - Throws: `NilometerError` `notFound` or `invalidInput` with what to do.
    func revision(_ asked: String, on machines: Set<String>? = nil) async throws -> Revision {
        if let run = try await store.run(asked, in: project.slug) {
            let branch = try await branch(of: run.commit.sha, runs: [run])
            return Revision(asked: asked, commit: run.commit.sha, runs: [run], branch: branch, reason: "the run named")
        }
        if let tip = try await store.measuredCommits(in: project.slug, branch: asked).last {
            let reason = "the newest measured commit of the branch \(asked)"
            return try await measured(tip, asked: asked, reason: reason, on: machines)
        }
        let sha = try await commit(asked)
        return try await measured(sha, asked: asked, reason: "the commit named", on: machines)
    }

    /// The base that a head is compared with when `asked` is a branch: where the head left it; nil when it is none that
    /// has runs.
    func base(_ asked: String, of head: Revision, on machines: Set<String>) async throws -> Revision? {
        let line = try await store.measuredCommits(in: project.slug, branch: asked)
        guard let tip = line.last else { return nil }
        let isOnLine = Set(line).contains(head.commit)
        if isOnLine, tip != head.commit {
            let reason = "the newest measured commit of the branch \(asked)"
            return try await measured(tip, asked: asked, reason: reason, on: machines)
        }
        let own = try await store.ancestors(of: head.commit, in: project.slug, limit: Self.reach).dropFirst()
        let known = Set(line)
        guard let fork = own.first(where: known.contains) else { return nil }
        let reason =
            isOnLine
            ? "the measured commit before the head on the branch \(asked)"
            : "the nearest measured commit at or before where the head left the branch \(asked)"
        return try await measured(fork, asked: asked, reason: reason, on: machines)
    }

    /// The nearest measured ancestor of a head on one of the machines; nil when none is known.
    func parent(of head: Revision, on machines: Set<String>) async throws -> Revision? {
        let line = try await store.ancestors(of: head.commit, in: project.slug, limit: Self.reach)
        guard let found = try await nearest(in: Array(line.dropFirst()), on: machines) else { return nil }
        return Revision(
            asked: "parent",
            commit: found.commit,
            runs: found.runs,
            branch: try await branch(of: found.commit, runs: found.runs),
            reason: "the nearest measured ancestor of the head"
        )
    }

    private func measured(
        _ sha: String,
        asked: String,
        reason: String,
        on machines: Set<String>?
    ) async throws -> Revision {
        let line = try await store.ancestors(of: sha, in: project.slug, limit: Self.reach)
        guard let found = try await nearest(in: line.isEmpty ? [sha] : line, on: machines) else {
            let place = machines.map { " on \($0.sorted().joined(separator: ", "))" } ?? ""
            throw NilometerError(
                .notFound,
                "Neither “\(asked.prefix(100))” nor an ancestor of it was measured\(place); upload a run of it first."
            )
        }
        let isOther = found.commit != sha
        return Revision(
            asked: asked,
            commit: found.commit,
            runs: found.runs,
            branch: try await branch(of: found.commit, runs: found.runs),
            reason: isOther
                ? "\(reason) was not measured\(machines == nil ? "" : " on this machine"): its nearest measured ancestor"
                : reason
        )
    }

    private func nearest(
        in line: [String],
        on machines: Set<String>?
    ) async throws -> (commit: String, runs: [StoredRun])? {
        for sha in line {
            let runs = try await store.runs(
                in: project.slug,
                commit: sha,
                branch: nil,
                machine: nil,
                after: nil,
                limit: Self.mostRuns
            )
            let fitting = runs.filter { machines?.contains($0.machine.name) ?? true }
            if !fitting.isEmpty { return (sha, fitting) }
        }
        return nil
    }

    /// The whole name of a commit given whole or as a unique prefix.
    private func commit(_ asked: String) async throws -> String {
        let direct = try await store.runs(
            in: project.slug,
            commit: asked,
            branch: nil,
            machine: nil,
            after: nil,
            limit: 1
        )
        if !direct.isEmpty { return asked }
        if try await store.ancestors(of: asked, in: project.slug, limit: 2).count > 1 { return asked }
        let branches = try await store.machinesAndBranches(in: project.slug).branches
        var found: Set<String> = []
        if asked.count >= 4 {
            for branch in [project.defaultBranch] + branches.filter({ $0 != project.defaultBranch }) {
                let line = try await store.measuredCommits(in: project.slug, branch: branch)
                found.formUnion(line.filter { $0.hasPrefix(asked) })
            }
        }
        if found.count > 1 {
            let some = found.sorted().prefix(3).joined(separator: ", ")
            throw NilometerError(.invalidInput, "“\(asked.prefix(100))” may be \(some); give more of its letters.")
        }
        guard let only = found.first else {
            throw NilometerError(
                .notFound,
                "The project has no run, branch or measured commit “\(asked.prefix(100))”; see its runs, or upload one."
            )
        }
        return only
    }

    /// The branch along whose line a commit lies: the default one where it does.
    private func branch(of sha: String, runs: [StoredRun]) async throws -> String {
        let names = [project.defaultBranch] + runs.map(\.commit.branch).filter { $0 != project.defaultBranch }
        for name in names {
            let line = try await store.measuredCommits(in: project.slug, branch: name)
            if line.contains(sha) { return name }
        }
        return runs.first?.commit.branch ?? project.defaultBranch
    }
}
