import NilometerCore

/// Finds the measured commit and the runs that a commit, a unique prefix, a branch or a run id means.
struct Resolve {
    /// How far back a measured ancestor is looked for.
    static let reach = 1000
    /// How many commits on from the nearest measured one a run of the same job is still looked for.
    private static let jobReach = 64
    /// The most runs of one commit that are compared: the newest.
    static let mostRuns = 16
    /// The most runs of one commit among which those of a machine and job are looked for.
    private static let mostLooked = 256

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

    /// All runs of a run's commit by the same job on its machine, so that re-runs count together.
    func head(of run: StoredRun) async throws -> Revision {
        let job = run.origin.jobText
        let others = try await runs(of: run.commit.sha, on: [run.machine.name])
            .filter { $0.origin.jobText == job && $0.id != run.id }.prefix(Self.mostRuns - 1)
        let count = others.count == 1 ? "another run" : "\(others.count) other runs"
        return Revision(
            asked: run.id,
            commit: run.commit.sha,
            runs: ([run] + others).sorted { $0.id > $1.id },
            branch: run.commit.branch,
            reason: others.isEmpty ? "the run named" : "the run named, and \(count) of its commit on this machine"
        )
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
        let given = head.runs.lazy.compactMap(\.base).first { $0.branch ?? project.defaultBranch == asked }
        if !isOnLine, let given, given.sha != nil, let base = try await mergeBase(given, of: head, on: machines) {
            return base
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
                : reason,
            distance: line.firstIndex(of: found.commit)
        )
    }

    /// The first commit of a line that one of the machines measured; where the head is of a job, rather a commit little
    /// further on that the same job measured, since the jobs of a matrix measure other things.
    func nearest(
        in line: some Sequence<String>,
        on machines: Set<String>?,
        job: String = ""
    ) async throws -> (commit: String, runs: [StoredRun])? {
        var first: (commit: String, runs: [StoredRun])?
        var left = Self.jobReach
        for sha in line {
            let fitting = try await runs(of: sha, on: machines)
            let own = job.isEmpty ? fitting : fitting.filter { $0.origin.jobText == job }
            if !own.isEmpty { return (sha, Array(own.prefix(Self.mostRuns))) }
            if first == nil, !fitting.isEmpty { first = (sha, Array(fitting.prefix(Self.mostRuns))) }
            if first != nil { left -= 1 }
            if left == 0 { break }
        }
        return first
    }

    /// The runs of a commit on some machines, newest first.
    private func runs(of sha: String, on machines: Set<String>?) async throws -> [StoredRun] {
        let runs = try await store.runs(
            in: project.slug,
            commit: sha,
            branch: nil,
            machine: machines?.count == 1 ? machines?.first : nil,
            after: nil,
            limit: Self.mostLooked
        )
        return runs.filter { machines?.contains($0.machine.name) ?? true }
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
    func branch(of sha: String, runs: [StoredRun]) async throws -> String {
        let names = [project.defaultBranch] + runs.map(\.commit.branch).filter { $0 != project.defaultBranch }
        for name in names {
            let line = try await store.measuredCommits(in: project.slug, branch: name)
            if line.contains(sha) { return name }
        }
        return runs.first?.commit.branch ?? project.defaultBranch
    }
}
