import Foundation
import Subprocess
import Testing

/// Runs git in a folder of a test, in the same way on every host.
struct Git: Sendable {
    /// The folder.
    let folder: String

    /// Runs git, which has to succeed, and gives what it printed.
    @discardableResult
    func callAsFunction(_ arguments: String...) async throws -> String { try await run(arguments) }

    /// Runs git, which has to succeed, and gives what it printed.
    @discardableResult
    func run(_ arguments: [String]) async throws -> String {
        let fixed = [
            "-C", folder, "-c", "user.name=Tester", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main",
            "-c", "protocol.file.allow=always", "-c", "commit.gpgsign=false", "-c", "gc.auto=0",
        ]
        let result = try await Subprocess.run(
            .name("git"),
            arguments: Arguments(fixed + arguments),
            environment: .inherit.updating(["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"]),
            output: .string(limit: 1_048_576),
            error: .string(limit: 1_048_576)
        )
        try #require(
            result.terminationStatus.isSuccess,
            "git \(arguments.joined(separator: " ")): \(result.standardError)"
        )
        return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Makes an empty commit on HEAD and gives its hash.
    @discardableResult
    func commit(_ subject: String) async throws -> String {
        try await self("commit", "-q", "--allow-empty", "-m", subject)
        return try await head()
    }

    /// The hash of HEAD.
    func head() async throws -> String { try await self("rev-parse", "HEAD") }
}
