import ArgumentParser
import Foundation
import NilometerAPI
import Testing

@testable import nilometer

struct ObstacleTests {
    private static func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        try await body(folder.path)
    }

    @Test func `what keeps git from answering is said with what to do`() async throws {
        try await Self.withFolder { folder in
            let plain = GitRepository(folder: folder)
            #expect(await plain.obstacle()?.contains("in no git clone") == true)
            let git = Git(folder: folder)
            try await git("init", "-q")
            #expect(await plain.obstacle()?.contains("no commit yet") == true)
            try await git.commit("first")
            #expect(await plain.obstacle() == nil)
            let foreign = GitRepository(
                folder: folder,
                variables: ["GIT_TEST_ASSUME_DIFFERENT_OWNER": "true", "GIT_CONFIG_GLOBAL": "/dev/null"]
            )
            #expect(await foreign.obstacle()?.contains("safe.directory") == true)
            let missing = GitRepository(folder: folder, variables: ["PATH": "/does/not/exist"])
            #expect(await missing.obstacle()?.contains("git is not installed") == true)
            #expect(await missing.commit() == nil)
        }
    }

    @Test func `without a commit the reason is the error`() async throws {
        try await Self.withFolder { folder in
            try await Git(folder: folder)("init", "-q")
            let place = await Place.found(options: try .parse([]), environment: [:], folder: folder)
            #expect(place.commit == nil && place.base == nil)
            let error = #expect(throws: CommandError.self) { try place.measured() }
            #expect(error?.sentence.contains("no commit yet") == true)
        }
    }

    @Test func `a bare repository, a work tree and a submodule are asked as they are`() async throws {
        try await Self.withFolder { folder in
            for name in ["inner", "outer"] {
                try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
            }
            let inner = Git(folder: folder + "/inner")
            try await inner("init", "-q", "-b", "main")
            let part = try await inner.commit("part")
            let outer = Git(folder: folder + "/outer")
            try await outer("init", "-q", "-b", "main")
            let first = try await outer.commit("first")
            try await outer("submodule", "add", "-q", folder + "/inner", "sub")
            try await outer("commit", "-q", "-m", "with a submodule")
            let second = try await outer.head()
            try await outer("worktree", "add", "-q", "--detach", folder + "/tree", first)
            try await outer("clone", "-q", "--bare", folder + "/outer", folder + "/bare")
            #expect(await GitRepository(folder: folder + "/outer/sub").commit()?.sha == part)
            #expect(await GitRepository(folder: folder + "/tree").commit()?.sha == first)
            #expect(await GitRepository(folder: folder + "/bare").commit()?.line == [first])
            #expect(await GitRepository(folder: folder + "/outer").commit()?.sha == second)
            #expect(await !GitRepository(folder: folder + "/bare").isChanged())
            let place = await Place.found(options: try .parse([]), environment: [:], folder: folder + "/bare")
            #expect(place.commit?.sha == second && place.commit?.branch == "main" && place.warnings.isEmpty)
        }
    }

    @Test(arguments: [
        ("main", true), ("feature/x", true), ("ä-$(x)`;", true), ("", false), ("-x", false), ("a b", false),
        ("a\nb", false), ("a..b", false), ("a:b", false), ("a^", false), ("/a", false), ("a.lock", false), ("@", false),
        ("a/.b", false), ("\u{1B}[31m", false),
    ])
    func `only what git takes for a branch is asked of git`(name: String, isBranch: Bool) {
        #expect(GitRepository.isBranch(name) == isBranch)
    }

    @Test func `no password of an address is told`() {
        let told = GitHistory.withoutSecrets("unable to access 'https://x:secret@host/r.git/': no route")
        #expect(told == "unable to access 'https://…@host/r.git/': no route")
    }

    @Test func `work that takes too long is given up`() async throws {
        let late: Int? = try await Patient.first(within: .milliseconds(1)) {
            try await Task.sleep(for: .seconds(3600))
            return 1
        }
        #expect(late == nil)
        #expect(try await Patient.first(within: .seconds(3600)) { 7 } == 7)
    }
}
