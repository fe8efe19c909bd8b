import Foundation

/// Git, asked in a folder.
struct BisectGit: Sendable {
    /// Any folder of the repository.
    let folder: String

    /// What git prints, without the last line end.
    ///
    /// - Throws: `CommandError` with `failure` and what git said.
    func answer(_ words: [String], or failure: String) async throws -> String {
        let outcome = try await outcome(words)
        guard outcome.isSuccess else {
            let said = outcome.lastErrors.split(separator: "\n").last.map(String.init) ?? outcome.text
            throw CommandError.failed("\(failure): \(said)")
        }
        return String(decoding: outcome.output, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    /// The whole name of a commit.
    ///
    /// - Throws: `CommandError` when the revision is not known.
    func commit(_ revision: String) async throws -> String {
        guard !revision.hasPrefix("-") else { throw CommandError.usage("“\(revision)” is no revision.") }
        let outcome = try await outcome([
            "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}",
        ])
        guard outcome.isSuccess else {
            throw CommandError.failed("“\(revision)” is no commit of this repository; fetch it, or give another.")
        }
        return String(decoding: outcome.output, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    /// Whether git ends with status 0.
    func succeeds(_ words: [String]) async throws -> Bool { try await outcome(words).isSuccess }

    private func outcome(_ words: [String]) async throws -> CommandOutcome {
        try await ChildProcess(
            words: ["git", "-C", folder] + words,
            environment: ["GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"]
        ).run()
    }
}
