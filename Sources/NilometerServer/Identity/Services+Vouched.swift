import NilometerCore

extension Services {
    /// The run as the token's identity allows it; as it is where people made the token.
    ///
    /// - Throws: `NilometerError` `forbidden`, naming the field that does not agree; `StoreError`.
    /// - Complexity: O(commits of the default branch) unless the run is the job's own of the default branch.
    func vouched(_ run: Run, by token: AccessToken, for project: Project) async throws -> Run {
        guard let vouched = token.vouched else { return run }
        let isOwn = run.commit.branch == project.defaultBranch && vouched.mayBeDefault
        let isOnLine = isOwn ? false : try await isOnDefaultLine(run.commit.sha, of: project)
        return try vouched.checked(run, for: project, isOnDefaultLine: isOnLine)
    }

    private func isOnDefaultLine(_ sha: String, of project: Project) async throws -> Bool {
        let measured = try await store.measuredCommits(in: project.slug, branch: project.defaultBranch)
        guard let tip = measured.last, !measured.contains(sha) else { return !measured.isEmpty }
        return try await store.ancestors(of: tip, in: project.slug, limit: .max).contains(sha)
    }
}
