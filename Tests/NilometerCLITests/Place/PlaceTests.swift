import ArgumentParser
import Foundation
import NilometerAPI
import NilometerCore
import Testing

@testable import nilometer

struct PlaceTests {
    /// A repository of its own in a folder that is removed afterwards.
    private static func withRepository(
        _ body: (_ folder: String, _ git: Git) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/work"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let git = Git(folder: path)
        try await git("init", "-q", "-b", "main")
        try await body(path, git)
    }

    private static func place(
        _ folder: String,
        _ flags: [String] = [],
        _ variables: [String: String] = [:]
    ) async throws -> Place {
        await Place.found(options: try .parse(flags), environment: variables, folder: folder)
    }

    private static func buildkite(_ commit: String, base: String = "main") -> [String: String] {
        [
            "BUILDKITE": "true", "BUILDKITE_COMMIT": commit, "BUILDKITE_BRANCH": "topic",
            "BUILDKITE_PULL_REQUEST": "5", "BUILDKITE_PULL_REQUEST_BASE_BRANCH": base,
        ]
    }

    @Test func `a rebase moves the merge base, and what comes later to the base branch does not`() async throws {
        try await Self.withRepository { folder, git in
            let first = try await git.commit("first")
            try await git("checkout", "-q", "-b", "topic")
            let before = try await git.commit("topic")
            try await git("checkout", "-q", "main")
            let second = try await git.commit("second")
            try await git("checkout", "-q", "topic")
            let old = try await Self.place(folder, [], Self.buildkite(before))
            #expect(old.base?.sha == first && old.mergeBase == first && old.commit?.line == [first])
            try await git("rebase", "-q", "--keep-empty", "main")
            let after = try await git.head()
            try await git("checkout", "-q", "main")
            try await git.commit("third")
            try await git("checkout", "-q", "topic")
            let new = try await Self.place(folder, [], Self.buildkite(after))
            #expect(new.commit?.sha == after && new.commit?.line == [second, first])
            #expect(new.base?.sha == second && new.base?.line == [first] && new.warnings.isEmpty)
        }
    }

    @Test func `a commit that a force push replaced is still placed in a shallow clone`() async throws {
        try await Self.withRepository { folder, git in
            let first = try await git.commit("first")
            try await git("checkout", "-q", "-b", "topic")
            let replaced = try await git.commit("topic")
            try await git("commit", "-q", "--amend", "--allow-empty", "-m", "topic again")
            let clone = folder + "/clone"
            try await git("init", "-q", clone)
            let inside = Git(folder: clone)
            try await inside("remote", "add", "origin", "file://" + folder)
            try await inside("fetch", "-q", "--depth=1", "origin", replaced)
            try await inside("checkout", "-q", "--detach", replaced)
            let place = try await Self.place(clone, [], Self.buildkite(replaced))
            #expect(place.commit?.sha == replaced && place.commit?.line == [first])
            #expect(place.base?.sha == first && place.base?.branch == "main" && place.warnings.isEmpty)
        }
    }

    @Test func `after a criss-cross merge the merge base on the base branch's own line is taken`() async throws {
        try await Self.withRepository { folder, git in
            try await git.commit("root")
            try await git("checkout", "-q", "-b", "topic")
            let left = try await git.commit("left")
            try await git("checkout", "-q", "main")
            let right = try await git.commit("right")
            try await git("merge", "-q", "--no-ff", "-m", "left into main", left)
            try await git.commit("main goes on")
            try await git("checkout", "-q", "topic")
            try await git("merge", "-q", "--no-ff", "-m", "right into topic", right)
            let head = try await git.commit("topic goes on")
            #expect(Set(await GitRepository(folder: folder).mergeBases("main", "topic")) == [left, right])
            let place = try await Self.place(folder, [], Self.buildkite(head))
            #expect(place.base?.sha == right)
        }
    }

    @Test func `an octopus merge has its first parent's line`() async throws {
        try await Self.withRepository { folder, git in
            let root = try await git.commit("root")
            for name in ["one", "two"] {
                try await git("checkout", "-q", "-b", name, root)
                try await git.commit(name)
            }
            try await git("checkout", "-q", "-b", "topic", root)
            let own = try await git.commit("own")
            try await git("merge", "-q", "--no-ff", "-m", "octopus", "one", "two")
            let head = try await git.head()
            let place = try await Self.place(folder, [], Self.buildkite(head))
            #expect(place.commit?.parents?.count == 3 && place.commit?.line == [own, root])
            #expect(place.base?.sha == root && place.warnings.isEmpty)
        }
    }

    @Test func `a stacked branch is compared with where it left the branch below`() async throws {
        try await Self.withRepository { folder, git in
            let root = try await git.commit("root")
            try await git("checkout", "-q", "-b", "below")
            let below = try await git.commit("below")
            try await git("checkout", "-q", "-b", "topic")
            let head = try await git.commit("topic")
            let place = try await Self.place(folder, [], Self.buildkite(head, base: "below"))
            #expect(place.base?.sha == below && place.base?.branch == "below" && place.base?.line == [root])
        }
    }

    @Test func `a shallow clone is deepened as far as needed and no further`() async throws {
        try await Self.withRepository { folder, git in
            for number in 0..<330 { try await git.commit("\(number)") }
            let fork = try await git.head()
            try await git("checkout", "-q", "-b", "topic")
            let head = try await git.commit("topic")
            try await git("checkout", "-q", "main")
            for number in 0..<80 { try await git.commit("later \(number)") }
            let clone = folder + "/clone"
            try await git("clone", "-q", "--depth=1", "-b", "topic", "file://" + folder, clone)
            let refused = try await Self.place(clone, ["--no-fetch"], Self.buildkite(head))
            #expect(refused.base?.sha == nil && refused.base?.branch == "main" && refused.commit?.line == [fork])
            #expect(refused.warnings.contains { $0.contains("shallow") && $0.contains("fetch-depth: 0") })
            #expect(refused.warnings.contains { $0.contains("does not have the merge base with “main”") })
            let place = try await Self.place(clone, [], Self.buildkite(head))
            #expect(place.base?.sha == fork && place.warnings.isEmpty)
            #expect((place.commit?.line?.count ?? 0) >= GitHistory.enough)
            #expect(await GitRepository(folder: clone).isShallow())
        }
    }

    @Test func `where nothing can be fetched, the CI's own base is taken and the reason told`() async throws {
        try await Self.withRepository { folder, git in
            let root = try await git.commit("root")
            let head = try await git.commit("head")
            let clone = folder + "/clone"
            try await git("clone", "-q", "--depth=1", "file://" + folder, clone)
            try await Git(folder: clone)("remote", "set-url", "origin", "file:///does/not/exist")
            try await Git(folder: clone)("update-ref", "-d", "refs/remotes/origin/main")
            try await Git(folder: clone)("checkout", "-q", "--detach")
            try await Git(folder: clone)("branch", "-D", "main")
            var variables = [
                "GITLAB_CI": "true", "CI_COMMIT_SHA": head, "CI_MERGE_REQUEST_IID": "3",
                "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "topic", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
                "CI_MERGE_REQUEST_DIFF_BASE_SHA": root,
            ]
            let stated = try await Self.place(clone, [], variables)
            #expect(stated.base?.sha == root && stated.base?.branch == "main")
            #expect(stated.warnings.count == 1 && stated.warnings[0].contains("Fetching it failed"))
            variables["CI_MERGE_REQUEST_DIFF_BASE_SHA"] = nil
            variables["CI_MERGE_REQUEST_TARGET_BRANCH_SHA"] = String(repeating: "a", count: 40)
            let tip = try await Self.place(clone, [], variables)
            #expect(tip.base?.sha == String(repeating: "a", count: 40))
            #expect(tip.warnings.contains { $0.contains("newest commit when the job began is taken for it") })
        }
    }

    @Test func `changed files are told and kept in the context`() async throws {
        try await Self.withRepository { folder, git in
            try Data("1".utf8).write(to: URL(fileURLWithPath: folder + "/file"))
            try await git("add", "file")
            try await git("commit", "-q", "-m", "first")
            #expect(try await Self.place(folder).context["dirty"] == nil)
            try Data("2".utf8).write(to: URL(fileURLWithPath: folder + "/file"))
            let place = try await Self.place(folder)
            #expect(place.context["dirty"] == "true" && place.warnings.count == 1)
            #expect(try await Self.place(folder, ["--context", "dirty=no"]).context["dirty"] == "no")
        }
    }

    @Test func `flags win over the CI, and the CI over git`() async throws {
        try await Self.withRepository { folder, git in
            let root = try await git.commit("root")
            try await git("branch", "release")
            try await git.commit("second")
            try await git("checkout", "-q", "-b", "topic")
            let head = try await git.commit("topic")
            let flags = [
                "--branch", "mine", "--base-branch", "release", "--job", "j", "--attempt", "3", "--part",
                #"{"b":1,"a":2}"#,
                "--context", "k=v",
            ]
            let place = try await Self.place(folder, flags, Self.buildkite(head))
            #expect(place.commit?.branch == "mine" && place.base?.branch == "release" && place.base?.sha == root)
            #expect(place.origin.job == "j" && place.origin.attempt == 3 && place.origin.part == "a=2,b=1")
            #expect(place.origin.provider == "buildkite" && place.context == ["k": "v"])
            let named = try await Self.place(folder, ["--base-sha", "main~1"], Self.buildkite(head))
            #expect(named.base?.sha == root && named.base?.branch == "main")
            var variables = Self.buildkite(head)
            variables["NILOMETER_PART"] = "null"
            #expect(try await Self.place(folder, [], variables).origin.part == nil)
            // The base, measured within the job of a change request, belongs to the base branch.
            let base = try await Self.place(folder, ["--commit", "main"], Self.buildkite(head))
            #expect(base.commit?.branch == "main" && base.base == nil)
        }
    }

    @Test func `a place without git is what flags and the CI say`() async throws {
        let flags = ["--commit", "z", "--line", "y, x,,w", "--committed-at", "2026-01-02T03:04:05Z"]
        let lined = try await Self.place("/proc", flags, Self.buildkite("other"))
        #expect(lined.commit?.sha == "z" && lined.commit?.line == ["y", "x", "w"] && lined.commit?.branch == "topic")
        #expect(lined.commit?.committedAt == "2026-01-02T03:04:05Z" && lined.base?.branch == "main")
        let parented = try await Self.place("/proc", ["--commit", "z", "--parent", "y", "--base-sha", "b"])
        #expect(parented.commit?.line == ["y"] && parented.commit?.parents == ["y"] && parented.base?.sha == "b")
        let asked = try await Self.place("/proc", [], Self.buildkite("abc"))
        #expect(asked.commit?.sha == "abc" && asked.commit?.branch == "topic" && asked.commit?.line == nil)
    }
}
