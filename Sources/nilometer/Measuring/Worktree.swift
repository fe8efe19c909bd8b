import Foundation

/// A revision of a repository, checked out in a folder of its own.
struct Worktree: Sendable {
    /// The folder.
    let folder: String
    /// The whole name of the commit.
    let commit: String
    /// What git keeps of the folder within the repository.
    private let record: String?

    /// Checks a revision out into a new folder.
    ///
    /// - Parameters:
    ///   - revision: any name of a commit.
    ///   - repository: a folder of the repository.
    ///   - folder: where to; must not exist.
    /// - Throws: `CommandError` with what git said.
    init(of revision: String, in repository: String, at folder: String) async throws {
        let git = ["git", "-C", repository]
        func ask(_ words: [String], _ failure: String) async throws -> String {
            let outcome = try await ChildProcess(words: words, environment: ["GIT_TERMINAL_PROMPT": "0"]).run()
            guard outcome.isSuccess else {
                let said = outcome.lastErrors.split(separator: "\n").last.map(String.init) ?? outcome.text
                throw CommandError.failed("\(failure): \(said)")
            }
            return String(decoding: outcome.output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard !revision.hasPrefix("-") else { throw CommandError.usage("“\(revision)” is no revision.") }
        let sha = try await ask(
            git + ["rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"],
            "“\(revision)” is no commit of this repository; fetch it, or give another"
        )
        _ = try await ask(
            git + ["worktree", "add", "--detach", "--force", "--quiet", folder, sha],
            "\(sha.prefix(10)) could not be checked out into \(folder)"
        )
        commit = sha
        self.folder = folder
        record = Self.record(of: folder)
        guard FileManager.default.fileExists(atPath: folder + "/.gitmodules") else { return }
        do {
            _ = try await ask(
                ["git", "-C", folder, "submodule", "update", "--init", "--recursive", "--quiet"],
                "the submodules of \(sha.prefix(10)) could not be checked out"
            )
        } catch {
            remove()
            throw error
        }
    }

    /// Removes the folder, and what git keeps of it.
    ///
    /// It starts no program, so that it works in a task that was cancelled.
    func remove() {
        try? FileManager.default.removeItem(atPath: folder)
        if let record { try? FileManager.default.removeItem(atPath: record) }
    }

    /// The folder within the repository that the `.git` file of a work tree names.
    private static func record(of folder: String) -> String? {
        guard let text = try? String(contentsOfFile: folder + "/.git", encoding: .utf8), text.hasPrefix("gitdir: ")
        else { return nil }
        let path = text.dropFirst("gitdir: ".count).trimmingCharacters(in: .whitespacesAndNewlines)
        return path.contains("/worktrees/") ? path : nil
    }
}
