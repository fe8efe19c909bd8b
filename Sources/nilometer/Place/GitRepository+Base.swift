extension GitRepository {
    /// The newest commits that the clone knows of a branch: of its remote, then its own.
    func tips(of branch: String) async -> [String] {
        guard Self.isBranch(branch) else { return [] }
        var tips: [String] = []
        let remote = await remote() ?? "origin"
        for ref in ["refs/remotes/\(remote)/\(branch)", "refs/heads/\(branch)"] {
            if let sha = await sha(ref), !tips.contains(sha) { tips.append(sha) }
        }
        return tips
    }

    /// The commit that `head` left a branch at.
    ///
    /// After a criss-cross merge there are several: the one on the branch's own line is taken, the newest first.
    func mergeBase(of head: String, and tip: String) async -> String? {
        let bases = await mergeBases(head, tip)
        guard bases.count > 1 else { return bases.first }
        return await line(of: tip).first(where: bases.contains) ?? bases.first
    }
}
