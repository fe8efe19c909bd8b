import ArgumentParser
import Foundation
import NilometerFormats
import Testing

@testable import nilometer

struct WorktreesTests {
    /// A clone with two commits, in which `file` says which; removed afterwards.
    private static func withClone(_ body: (_ clone: String, _ commits: [String]) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nilometer-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let script = """
            set -e; git init -q -b main .; git config user.name T; git config user.email t@example.org
            printf '#!/bin/sh\\ntouch hook-ran\\n' > .git/hooks/post-checkout; chmod +x .git/hooks/post-checkout
            for n in 1 2; do echo $n > file; git add file; git commit -qm $n; git rev-parse HEAD; done
            """
        let outcome = try await ChildProcess(command: .line(script), folder: folder).run()
        try #require(outcome.failure == nil, "\(outcome.lastWords)")
        try await body(folder, String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").map(String.init))
    }

    /// The sentence of the error that the work throws; empty when it throws none.
    private static func sentence(of work: () async throws -> Void) async throws -> String {
        do {
            try await work()
            return ""
        } catch let error as CommandError {
            return error.sentence
        }
    }

    private static func listed(in clone: String) async throws -> Int {
        let outcome = try await ChildProcess(command: .words(["git", "-C", clone, "worktree", "list"])).run()
        return String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").count
    }

    private static func content(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func `two revisions stand beside the clone, and nothing is left`() async throws {
        try await Self.withClone { clone, commits in
            let folder = try await Worktrees.lending(of: clone) { worktrees in
                let old = try await worktrees.add(commits[0], name: "base")
                let new = try await worktrees.add(commits[1], name: "head")
                #expect(try Self.content(old + "/file") == "1")
                #expect(try Self.content(new + "/file") == "2")
                #expect(old.utf8.count == new.utf8.count)
                #expect(!FileManager.default.fileExists(atPath: old + "/hook-ran"))
                try Data("built".utf8).write(to: URL(fileURLWithPath: old + "/untracked"))
                try await worktrees.move(old, to: commits[1])
                #expect(try Self.content(old + "/file") == "2")
                #expect(FileManager.default.fileExists(atPath: old + "/untracked"))
                return worktrees.folder
            }
            #expect(!FileManager.default.fileExists(atPath: folder))
            #expect(try await Self.listed(in: clone) == 1)
        }
    }

    @Test func `an error leaves nothing behind`() async throws {
        try await Self.withClone { clone, commits in
            let sentence = try await Self.sentence {
                try await Worktrees.lending(of: clone) { worktrees in
                    let path = try await worktrees.add(commits[0], name: "base")
                    try await Worktrees.setUp(path, by: .line("exit 4"), of: "the base")
                }
            }
            #expect(sentence.hasPrefix("The setup of the base, “exit 4”, ended with status 4"))
            #expect(try await Self.listed(in: clone) == 1)
        }
    }

    @Test func `a commit that is not there is told with git's words`() async throws {
        try await Self.withClone { clone, _ in
            let sentence = try await Self.sentence {
                try await Worktrees.lending(of: clone) { worktrees in
                    _ = try await worktrees.add(String(repeating: "0", count: 40), name: "base")
                }
            }
            #expect(sentence.hasPrefix("“git worktree add” ended with status"))
        }
    }

    @Test func `submodules are checked out, too`() async throws {
        try await Self.withClone { clone, _ in
            let script = """
                set -e; git init -q -b main inner; cd inner; git config user.name T; git config user.email t@example.org
                echo inside > part; git add part; git commit -qm one; cd ..
                git -c protocol.file.allow=always submodule --quiet add "$PWD/inner" module
                git commit -qm module
                """
            let outcome = try await ChildProcess(command: .line(script), folder: clone).run()
            try #require(outcome.failure == nil, "\(outcome.lastWords)")
            let variables: [String: String?] = [
                "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "protocol.file.allow", "GIT_CONFIG_VALUE_0": "always",
            ]
            try await Worktrees.lending(of: clone, variables: variables) { worktrees in
                let path = try await worktrees.add("HEAD", name: "base")
                #expect(try Self.content(path + "/module/part") == "inside")
            }
            #expect(try await Self.listed(in: clone) == 1)
        }
    }
}
