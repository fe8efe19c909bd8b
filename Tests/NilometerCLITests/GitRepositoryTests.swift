import Foundation
import Subprocess
import Testing

@testable import nilometer

struct GitRepositoryTests {
    /// A clone of its own, removed afterwards.
    private static func withClone(
        _ body: (_ folder: String, _ git: (String...) async throws -> Void) async throws -> Void
    )
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nilometer-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func git(_ arguments: String...) async throws {
            let named = ["-C", folder, "-c", "user.name=Tester ä", "-c", "user.email=t@example.org"]
            let result = try await Subprocess.run(
                .name("git"),
                arguments: Arguments(named + arguments),
                output: .discarded
            )
            try #require(result.terminationStatus.isSuccess)
        }
        try await git("init", "-q", "-b", "main")
        try await body(folder, git)
    }

    @Test func `a commit brings its facts and its first-parent line`() async throws {
        try await Self.withClone { folder, git in
            let clone = GitRepository(folder: folder)
            #expect(await clone.commit() == nil)
            try await git("commit", "-q", "--allow-empty", "-m", "first")
            let first = try #require(await clone.commit())
            try await git("checkout", "-q", "-b", "side")
            try await git("commit", "-q", "--allow-empty", "-m", "on the side")
            let side = try #require(await clone.commit())
            try await git("checkout", "-q", "main")
            try await git("commit", "-q", "--allow-empty", "-m", "second\n\nbody")
            let second = try #require(await clone.commit())
            try await git("merge", "-q", "--no-ff", "-m", "merge side", "side")
            let merge = try #require(await clone.commit())
            #expect(merge.parents == [second.sha, side.sha])
            #expect(merge.line == [second.sha, first.sha])
            #expect(second.subject == "second" && second.author == "Tester ä")
            #expect(first.line.isEmpty && first.parents.isEmpty)
            #expect(await clone.commit(side.sha)?.line == [first.sha])
            #expect(await clone.commit("nothing") == nil)
            #expect(await clone.commit("--all") == nil)
        }
    }

    @Test func `the branch, a detached head and changed files are seen`() async throws {
        try await Self.withClone { folder, git in
            let clone = GitRepository(folder: folder)
            try Data("1".utf8).write(to: URL(fileURLWithPath: folder + "/file"))
            try await git("add", "file")
            try await git("commit", "-q", "-m", "first")
            #expect(await clone.branch() == "main")
            #expect(await !clone.isChanged())
            #expect(await !clone.isShallow())
            try Data("2".utf8).write(to: URL(fileURLWithPath: folder + "/file"))
            #expect(await clone.isChanged())
            try await git("checkout", "-q", "--detach")
            #expect(await clone.branch() == nil)
        }
    }

    @Test func `a shallow clone is seen, and its line is what it has`() async throws {
        try await Self.withClone { folder, git in
            for name in ["one", "two", "three"] { try await git("commit", "-q", "--allow-empty", "-m", name) }
            try await git("clone", "-q", "--depth", "2", "file://" + folder, folder + "/shallow")
            let clone = GitRepository(folder: folder + "/shallow")
            #expect(await clone.isShallow())
            let commit = try #require(await clone.commit())
            // The last commit of the clone names a parent that the clone lacks.
            #expect(commit.line.count == 2 && commit.parents == [commit.line[0]])
            #expect(await clone.sha(commit.line[1]) == nil)
        }
    }

    @Test func `a folder that is in no clone has no commit`() async {
        #expect(await GitRepository(folder: "/proc").commit() == nil)
        #expect(await GitRepository(folder: "/does/not/exist").commit() == nil)
    }
}
