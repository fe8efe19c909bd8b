import NilometerCore

extension Services {
    /// The run as the token's identity allows it; as it is where people made the token.
    ///
    /// - Throws: `NilometerError` `forbidden`, naming the field that does not agree; `StoreError`.
    /// - Complexity: O(commits of the default branch) where nobody vouches for the commit.
    func vouched(_ run: Run, by token: AccessToken, for project: Project) async throws -> Run {
        guard let vouched = token.vouched else { return run }
        let checked = try vouched.checked(run, for: project)
        guard vouched.commit == nil, checked.commit.branch != project.defaultBranch else { return checked }
        // Runs of a commit are read along every line that it lies on: so those of main's commits need a vouched commit.
        let sha = checked.commit.sha
        let measured = try await store.measuredCommits(in: project.slug, branch: project.defaultBranch)
        guard !measured.contains(sha) else { throw Vouched.foreignCommit(sha) }
        if let tip = measured.last {
            let line = try await store.ancestors(of: tip, in: project.slug, limit: .max)
            guard !line.contains(sha) else { throw Vouched.foreignCommit(sha) }
        }
        return checked
    }
}
