import Foundation
import NilometerFormats

/// The two revisions that are compared, and where the command runs in them.
struct AbPlace: Sendable {
    /// What tells git of another clone than the one that a command runs in; taken from its variables.
    static let withoutGit: [String: String?] = ["GIT_DIR": nil, "GIT_WORK_TREE": nil, "GIT_INDEX_FILE": nil]

    /// The clone's top folder.
    var clone: String
    /// The folder within it; empty or with a slash at its end.
    var folder: String
    /// The base's commit.
    var base: String
    /// The head's commit; nil for the working tree as it is.
    var head: String?
    /// What is to be known before it begins.
    var sentences: [String] = []

    /// Finds the revisions; the head is a revision, “.” for the working tree, or nil for what HEAD and the working tree give.
    ///
    /// - Throws: `CommandError` outside a clone, and for a revision that it does not know.
    static func found(from current: String, base: String, head: String?) async throws -> AbPlace {
        guard
            let lines = try await git(["rev-parse", "--show-toplevel", "--show-prefix"], in: current)?
                .split(separator: "\n", omittingEmptySubsequences: false).map(String.init), lines.count >= 2
        else {
            throw CommandError.failed(
                "\(current) is in no git clone with a working tree; run this in the project's clone."
            )
        }
        var place = AbPlace(clone: lines[0], folder: lines[1], base: try await commit(base, in: current), head: nil)
        let status = head == nil ? try await git(["status", "--porcelain"], in: lines[0]) ?? "" : ""
        let states = status.split(separator: "\n")
        if head == "." || states.contains(where: { !$0.hasPrefix("??") }) {
            if head == nil {
                place.sentences.append("Tracked files differ from HEAD: the working tree itself is the head.")
            }
            return place
        }
        place.head = try await commit(head ?? "HEAD", in: current)
        if !states.isEmpty {
            place.sentences.append(
                "HEAD is the head, without the files that git does not track; --head . takes them, too."
            )
        }
        if place.head == place.base {
            place.sentences.append("Base and head are the same commit: what differs is noise.")
        }
        return place
    }

    /// The folders in which the command runs: each side checked out, and set up.
    ///
    /// - Throws: `CommandError` with the side.
    func folders(in worktrees: Worktrees, setup: DeclaredCommand?) async throws -> (base: String, head: String) {
        let places = (
            base: try await worktrees.add(base, name: "base"),
            head: head == nil ? clone : try await worktrees.add(head ?? "HEAD", name: "head")
        )
        let folders = (base: Self.joined(places.base, folder), head: Self.joined(places.head, folder))
        for (side, path) in [("base", folders.base), ("head", folders.head)] {
            guard FileManager.default.fileExists(atPath: path) else {
                throw CommandError.failed("The \(side) has no folder “\(folder)”; run this where both sides have one.")
            }
            if let setup { try await Worktrees.setUp(path, by: setup, of: "the \(side)") }
        }
        return folders
    }

    private static func joined(_ top: String, _ folder: String) -> String {
        folder.isEmpty ? top : top + "/" + folder.dropLast(folder.hasSuffix("/") ? 1 : 0)
    }

    private static func commit(_ revision: String, in folder: String) async throws -> String {
        guard !revision.hasPrefix("-"), !revision.isEmpty,
            let commit = try await git(["rev-parse", "--verify", "--quiet", revision + "^{commit}"], in: folder)
        else {
            throw CommandError.failed(
                "“\(revision)” is no commit of this clone; fetch it first (git fetch origin, or fetch-depth: 0 in a checkout "
                    + "action)."
            )
        }
        return commit.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// What git printed; nil when it failed.
    private static func git(_ arguments: [String], in folder: String) async throws -> String? {
        let outcome = try await ChildProcess(command: .words(["git", "-C", folder] + arguments)).run()
        return outcome.failure == nil ? String(decoding: outcome.output, as: UTF8.self) : nil
    }
}
