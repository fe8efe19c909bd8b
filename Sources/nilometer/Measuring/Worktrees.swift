import ArgumentParser
import Foundation
import Glibc
import NilometerFormats
import Subprocess

/// Revisions of a clone checked out beside it, in a temporary folder that is removed at the end, whatever the end.
///
/// The clone itself is left as it is, and so are the caches of its tools. Hooks of the clone do not run.
struct Worktrees: Sendable {
    /// The clone's top folder.
    let clone: String
    /// Where the revisions are checked out.
    let folder: String
    /// Variables that are added for git.
    let variables: [String: String?]

    /// Does work with worktrees, and removes them afterwards: also after an error, and after a signal, which cancels the
    /// work.
    ///
    /// - Throws: what the work throws; `ExitCode` 128 + the signal's number after a signal; `CommandError` when there is no
    ///   room for a temporary folder.
    static func lending<Value: Sendable>(
        of clone: String,
        variables: [String: String?] = [:],
        _ work: @escaping @Sendable (Worktrees) async throws -> Value
    ) async throws -> Value {
        let folder = try temporaryFolder()
        let worktrees = Worktrees(clone: clone, folder: folder, variables: variables)
        do {
            let value = try await Interruption.heeding { try await work(worktrees) }
            await worktrees.removeAll()
            return value
        } catch {
            // The signal has cancelled a task within; this one removes in peace.
            await worktrees.removeAll()
            throw error
        }
    }

    /// Checks out a commit with its submodules; names of equal length make paths of equal length.
    ///
    /// - Returns: the folder.
    /// - Throws: `CommandError` with what git says.
    func add(_ commit: String, name: String) async throws -> String {
        let path = folder + "/" + name
        try await git(
            ["-C", clone] + Self.withoutHooks + ["worktree", "add", "--quiet", "--detach", "--force", path, commit]
        )
        if FileManager.default.fileExists(atPath: path + "/.gitmodules") { try await updateSubmodules(in: path) }
        return path
    }

    /// Moves a worktree to another commit; what was built there and is not tracked stays.
    ///
    /// - Throws: `CommandError` with what git says.
    func move(_ path: String, to commit: String) async throws {
        try await git(["-C", path] + Self.withoutHooks + ["checkout", "--quiet", "--detach", "--force", commit])
        if FileManager.default.fileExists(atPath: path + "/.gitmodules") { try await updateSubmodules(in: path) }
    }

    /// Runs a command that prepares a worktree, such as a build, and shows what it prints.
    ///
    /// - Throws: `CommandError` when it fails.
    static func setUp(_ path: String, by command: DeclaredCommand, of side: String) async throws {
        let outcome = try await ChildProcess(command: command, folder: path, showing: .onStandardError).run()
        guard let failure = outcome.failure else { return }
        throw CommandError.failed(
            "The setup of \(side), “\(command.text)”, \(failure); nothing was measured. "
                + "See its output above, and try it in a checkout of that revision."
        )
    }

    private static let withoutHooks = ["-c", "core.hooksPath=/dev/null", "-c", "advice.detachedHead=false"]

    private static func temporaryFolder() throws(CommandError) -> String {
        let place = FileManager.default.temporaryDirectory.path
        var template = Array((place + "/nilometer-XXXXXX").utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        guard let made else {
            throw .failed("No folder could be made in \(place); check its permissions and room, or set TMPDIR.")
        }
        // Tools resolve links; the paths must not tell the sides apart.
        return URL(fileURLWithPath: made).resolvingSymlinksInPath().path
    }

    private func updateSubmodules(in path: String) async throws {
        try await git(["-C", path, "submodule", "--quiet", "update", "--init", "--recursive"])
    }

    private func git(_ arguments: [String]) async throws {
        let outcome = try await ChildProcess(command: .words(["git"] + arguments), environment: variables).run()
        guard let failure = outcome.failure else { return }
        let words = arguments.drop { $0 == "-C" || $0 == "-c" || $0.contains("/") || $0.contains("=") }
        throw CommandError.failed(
            "“git \(words.prefix(2).joined(separator: " "))” \(failure): \(outcome.lastWords). The clone is left as it was."
        )
    }

    private func removeAll() async {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var isClean = true
        for name in names {
            let removal = ["git", "-C", clone, "worktree", "remove", "--force", "--force", folder + "/" + name]
            let outcome = try? await ChildProcess(command: .words(removal)).run()
            isClean = isClean && outcome?.failure == nil
        }
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            Output.tell("“\(folder)” could not be removed; remove it, and then call “git worktree prune”.")
        }
        // What git did not remove itself, it forgets once the folder is gone.
        if !isClean { _ = try? await ChildProcess(command: .words(["git", "-C", clone, "worktree", "prune"])).run() }
    }
}
