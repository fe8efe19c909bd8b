/// A clone, asked through git itself.
struct GitRepository: Sendable {
    /// What git knows of a commit.
    struct Commit: Sendable, Equatable {
        var sha: String
        var parents: [String]
        /// RFC 3339.
        var committedAt: String
        var author: String
        var subject: String
        /// Its first-parent history, newest first, without itself.
        var line: [String]
    }

    /// The most commits of a line that an upload may bring.
    static let longestLine = 1000

    /// Any folder of the clone.
    let folder: String
    /// Variables that git gets besides those of this process.
    var variables: [String: String] = [:]

    /// What is known of a revision; nil outside a clone, without git, and for an unknown revision.
    func commit(_ revision: String = "HEAD") async -> Commit? {
        guard let sha = await sha(revision),
            let text = await output(["log", "-1", "--no-show-signature", "--format=%cI%x00%an%x00%s", sha])
        else { return nil }
        let fields = text.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 3 else { return nil }
        return Commit(
            sha: sha,
            parents: await parents(of: sha),
            committedAt: fields[0],
            author: fields[1],
            subject: fields[2],
            line: await line(of: sha)
        )
    }

    /// The first-parent history of a commit, newest first, without itself.
    ///
    /// Where a shallow clone ends, one more is known: the last commit names its parent.
    func line(of sha: String) async -> [String] {
        let text = await output(["rev-list", "--first-parent", "--max-count=\(Self.longestLine + 1)", sha, "--"]) ?? ""
        var line = text.split(separator: "\n").map(String.init)
        if line.count <= Self.longestLine, let last = line.last, let parent = await parents(of: last).first {
            line.append(parent)
        }
        return Array(line.dropFirst())
    }

    /// The parents that a commit names, which a shallow clone may lack.
    func parents(of sha: String) async -> [String] {
        guard let text = await output(["cat-file", "commit", sha]) else { return [] }
        return text.split(separator: "\n", omittingEmptySubsequences: false).prefix { !$0.isEmpty }
            .filter { $0.hasPrefix("parent ") }.map { String($0.dropFirst("parent ".count)) }
    }

    /// The hash of the commit that a revision names; nil when the clone lacks it.
    func sha(_ revision: String) async -> String? {
        guard !revision.isEmpty, !revision.hasPrefix("-") else { return nil }
        return await output(["rev-parse", "--verify", "--quiet", "\(revision)^{commit}"])
    }

    /// The best common ancestors of two commits; several after a criss-cross merge.
    func mergeBases(_ first: String, _ second: String) async -> [String] {
        await output(["merge-base", "--all", first, second])?.split(separator: "\n").map(String.init) ?? []
    }

    /// The branch that is checked out; nil when HEAD is detached.
    func branch() async -> String? { await output(["symbolic-ref", "--short", "-q", "HEAD"]) }

    /// The remote that is fetched from: `origin`, or the only one.
    func remote() async -> String? {
        let names = await output(["remote"])?.split(separator: "\n").map(String.init) ?? []
        return names.contains("origin") ? "origin" : names.count == 1 ? names[0] : nil
    }

    /// The default branch of a remote, as the clone knows it.
    func defaultBranch(of remote: String) async -> String? {
        guard let ref = await output(["symbolic-ref", "-q", "refs/remotes/\(remote)/HEAD"]) else { return nil }
        let prefix = "refs/remotes/\(remote)/"
        return ref.hasPrefix(prefix) ? String(ref.dropFirst(prefix.count)) : nil
    }

    /// Whether older commits are missing from the clone.
    func isShallow() async -> Bool { await output(["rev-parse", "--is-shallow-repository"]) == "true" }

    /// Whether tracked files differ from HEAD.
    func isChanged() async -> Bool {
        await output(["status", "--porcelain", "--untracked-files=no", "--ignore-submodules=untracked"])
            .map { !$0.isEmpty } ?? false
    }

    /// Whether git would take a text for the name of a branch.
    static func isBranch(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 1000 && !name.hasPrefix("-") && !name.hasPrefix("/")
            && !name.hasSuffix("/") && !name.hasSuffix(".") && !name.hasSuffix(".lock") && name != "@"
            && !name.contains("..") && !name.contains("//") && !name.contains("@{") && !name.contains("/.")
            && !name.hasPrefix(".")
            && name.unicodeScalars.allSatisfy {
                $0.value > 0x20 && $0.value != 0x7F && !"~^:?*[\\".unicodeScalars.contains($0)
            }
    }

    /// What git printed, without the line end; nil when it failed or is not installed.
    func output(_ arguments: [String]) async -> String? {
        let answer = await run(arguments, limit: .seconds(60))
        return answer.isDone ? answer.text : nil
    }
}
