extension GitRepository {
    /// Why the folder cannot be asked for a commit, and what to do; nil when it can.
    func obstacle() async -> String? {
        let answer = await run(["rev-parse", "--git-dir"], limit: .seconds(20))
        guard answer.isFound else {
            return "git is not installed, so that no commit is known; install it, or give --commit SHA and --line."
        }
        if answer.complaint.contains("dubious ownership") {
            return "The clone belongs to another user, so that git refuses to read it; run “git config --global --add "
                + "safe.directory \(folder)” first."
        }
        guard answer.isDone else {
            return "This folder is in no git clone; give --commit SHA, or run it inside the clone."
        }
        if await sha("HEAD") == nil {
            return "The clone has no commit yet; commit first, or give --commit SHA."
        }
        return nil
    }
}
