import NilometerCore

/// What the runs of a change request, and those of a branch, are compared with.
extension Resolve {
    /// The base of a run: of a change request its merge base, of others the measured commit before it on its line; nil when
    /// none was measured on the run's machine.
    func base(of run: StoredRun, head: Revision) async throws -> Revision? {
        let isChangeRequest = run.origin.changeRequest != nil || run.base != nil
        guard isChangeRequest, run.commit.branch != project.defaultBranch else {
            return try await parent(of: run, head: head)
        }
        // The newest run knows best where the base is now.
        let given = head.runs.lazy.compactMap(\.base).first ?? MergeBase()
        return try await mergeBase(given, of: head, on: [run.machine.name], job: run.origin.jobText)
    }

    /// A merge base, or the nearest commit before it on the base's line that one of the machines measured.
    func mergeBase(
        _ given: MergeBase,
        of head: Revision,
        on machines: Set<String>,
        job: String = ""
    ) async throws -> Revision? {
        let branch = given.branch ?? project.defaultBranch
        let place = "the merge base with \(branch)"
        guard let sha = given.sha else { return try await fork(from: branch, of: head, on: machines, job: job) }
        let ancestors = try await store.ancestors(of: sha, in: project.slug, limit: Self.reach)
        let line = try await store.measuredCommits(in: project.slug, along: CommitLine(branch: branch, upTo: sha))
        let candidates = line.reversed().lazy.filter { $0 != head.commit }.prefix(Self.reach)
        if let found = try await nearest(in: candidates, on: machines, job: job) {
            let distance = ancestors.firstIndex(of: found.commit)
            var reason = place
            if found.commit != sha {
                let why = sha == head.commit ? "is the head itself" : "was not measured on this machine"
                reason += " \(why): \(Self.nearestText(distance))"
            }
            return Revision(
                asked: sha,
                commit: found.commit,
                runs: found.runs,
                branch: line.isEmpty ? branch : try await self.branch(of: found.commit, runs: found.runs),
                reason: reason,
                distance: distance
            )
        }
        guard var fork = try await fork(from: branch, of: head, on: machines, job: job) else { return nil }
        fork.asked = sha
        fork.distance = ancestors.firstIndex(of: fork.commit)
        fork.reason =
            ancestors.isEmpty
            ? "\(place), \(sha.prefix(12)), is not known to the server: \(fork.reason)"
            : "\(place) was not measured on this machine, nor was a commit before it: \(fork.reason)"
        return fork
    }

    /// The nearest measured commit at or before where a head left a branch, or else the default branch.
    private func fork(
        from branch: String,
        of head: Revision,
        on machines: Set<String>,
        job: String
    ) async throws -> Revision? {
        let own = try await store.ancestors(of: head.commit, in: project.slug, limit: Self.reach).dropFirst()
        var branches = [branch]
        if branch != project.defaultBranch { branches.append(project.defaultBranch) }
        for name in branches {
            let measured = Set(try await store.measuredCommits(in: project.slug, branch: name))
            let candidates = own.lazy.filter(measured.contains)
            guard let found = try await nearest(in: candidates, on: machines, job: job) else { continue }
            return Revision(
                asked: branch,
                commit: found.commit,
                runs: found.runs,
                branch: name,
                reason: "the nearest measured commit at or before where the head left the branch \(name)"
            )
        }
        return nil
    }

    /// The measured commit before a head on the line of its branch.
    private func parent(of run: StoredRun, head: Revision) async throws -> Revision? {
        let branch = run.commit.branch
        let line = try await store.measuredCommits(
            in: project.slug,
            along: CommitLine(branch: branch, upTo: head.commit)
        )
        let candidates = line.reversed().lazy.filter { $0 != head.commit }.prefix(Self.reach)
        let found = try await nearest(in: candidates, on: [run.machine.name], job: run.origin.jobText)
        guard let found else { return nil }
        let ancestors = try await store.ancestors(of: head.commit, in: project.slug, limit: Self.reach)
        let distance = ancestors.firstIndex(of: found.commit).map { $0 - 1 }
        return Revision(
            asked: "parent",
            commit: found.commit,
            runs: found.runs,
            branch: try await self.branch(of: found.commit, runs: found.runs),
            reason: distance.map { $0 <= 0 } ?? true
                ? "the measured commit before the head on the branch \(branch)"
                : "the commit before the head was not measured on this machine: \(Self.nearestText(distance))",
            distance: distance
        )
    }

    private static func nearestText(_ distance: Int?) -> String {
        let nearest = "its nearest measured ancestor"
        guard let distance, distance > 0 else { return nearest }
        return nearest + ", \(distance) commit\(distance == 1 ? "" : "s") before it"
    }
}
