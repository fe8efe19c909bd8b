import NilometerCore

extension Vouched {
    /// The run as it may be stored: with the change request that is vouched for, and a line that moves no commit of others.
    ///
    /// - Parameters:
    ///   - run: what was uploaded.
    ///   - project: the project it is for.
    ///   - isOnDefaultLine: whether its commit is known to lie on the line of the default branch.
    /// - Returns: the run, with what is vouched for.
    /// - Throws: `NilometerError` `forbidden`, naming the field that the identity does not vouch for.
    func checked(_ run: Run, for project: Project, isOnDefaultLine: Bool) throws(NilometerError) -> Run {
        var run = run
        let branch = run.commit.branch
        let isDefault = branch == project.defaultBranch
        if let commit, commit.lowercased() != run.commit.sha.lowercased() {
            throw Self.refusal("commit", run.commit.sha, "“\(commit)”", "upload what that commit measured")
        }
        // A tag's commit that main has is main's, and so is the newest one for a job that follows those of main.
        let isMains = defaultCommit == run.commit.sha || commit != nil && isOnDefaultLine
        if isDefault, !mayBeDefault, !isMains {
            throw Self.refusal(
                "branch",
                branch,
                branches.map { Self.list($0.filter { $0 != project.defaultBranch }) } ?? "other branches",
                "runs of the default branch come from jobs of that branch, and others name theirs with --branch"
            )
        }
        // Intake gives the run of a change request that comes from a branch of main's name this one.
        let isRenamed =
            changeRequest.map { branch == "change-request/\($0)" } == true
            && branches?.contains(project.defaultBranch) == true
        if let branches, !branches.contains(branch), !(isDefault && !mayBeDefault), !isRenamed, !isOfFork(branch) {
            throw Self.refusal("branch", branch, Self.list(branches), "name that one with --branch")
        }
        if let pattern, !Glob(pattern).fits(branch) {
            throw Self.refusal("branch", branch, "“\(pattern)”", "name one that fits with --branch")
        }
        if let own = self.run, let given = run.origin.id, own != given {
            throw Self.refusal("origin.id", given, "“\(own)”", "leave it out or send the job's own")
        }
        if knowsChangeRequest, let given = run.origin.changeRequest, given != changeRequest {
            let own = changeRequest.map { "“\($0)”" } ?? "no change request"
            throw Self.refusal("origin.changeRequest", "\(given)", own, "leave it out or send the job's own")
        }
        run.origin.changeRequest = run.origin.changeRequest ?? changeRequest
        run.commit.mayLink = isDefault && mayBeDefault
        if commit == nil, isOnDefaultLine, !isDefault {
            // Runs are read along every line that their commit lies on.
            throw Self.refusal(
                "commit",
                run.commit.sha,
                "commits of its own branch",
                "this one is on the default branch's line"
            )
        }
        return run
    }

    /// Whether a branch is one that no ref can be, under which the runs of forks are kept apart.
    private func isOfFork(_ branch: String) -> Bool {
        branch.hasPrefix("fork:") && !(mayBeDefault && knowsChangeRequest)
    }

    private static func refusal(_ field: String, _ given: String, _ own: String, _ hint: String) -> NilometerError {
        NilometerError(
            .forbidden,
            "The run's \(field) “\(given.prefix(100))” is not what the job's identity vouches for: \(own); \(hint)."
        )
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "no branch" : names.map { "“\($0.prefix(100))”" }.joined(separator: " or ")
    }
}
