import Subprocess

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

    /// What is known of a revision; nil outside a clone, without git, and for an unknown revision.
    func commit(_ revision: String = "HEAD") async -> Commit? {
        guard !revision.hasPrefix("-"),
            let text = await output([
                "log", "-1", "--no-show-signature", "--format=%H%x00%P%x00%cI%x00%an%x00%s", revision,
            ])
        else { return nil }
        let fields = text.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 5, !fields[0].isEmpty else { return nil }
        let line = await output(["rev-list", "--first-parent", "--max-count=\(Self.longestLine + 1)", fields[0]])
        return Commit(
            sha: fields[0],
            parents: fields[1].split(separator: " ").map(String.init),
            committedAt: fields[2],
            author: fields[3],
            subject: fields[4],
            line: (line ?? "").split(separator: "\n").dropFirst().map(String.init)
        )
    }

    /// The branch that is checked out; nil when HEAD is detached.
    func branch() async -> String? { await output(["symbolic-ref", "--short", "-q", "HEAD"]) }

    /// Whether older commits are missing from the clone.
    func isShallow() async -> Bool { await output(["rev-parse", "--is-shallow-repository"]) == "true" }

    /// Whether tracked files differ from HEAD.
    func isChanged() async -> Bool {
        await output(["status", "--porcelain", "--untracked-files=no"]).map { !$0.isEmpty } ?? false
    }

    /// What git printed, without the line end; nil when it failed or is not installed.
    private func output(_ arguments: [String]) async -> String? {
        do {
            let result = try await Subprocess.run(
                .name("git"),
                arguments: Arguments(["-C", folder] + arguments),
                output: .string(limit: 1_048_576)
            )
            guard result.terminationStatus.isSuccess else { return nil }
            var text = result.standardOutput
            while text.hasSuffix("\n") { text.removeLast() }
            return text
        } catch { return nil }
    }
}
