import Foundation

/// A server's repository as the fixtures of the CIs suppose it.
///
///     m0 ── m1 ── m2 ── m3 ── m4        main; v1.0 is m3
///            │     └─── t1 ── t2        topic, change request 12, whose merge for the test is (m4, t2)
///            └─── f1                    a fork's main, change request 13
///
/// The queue's commit is a merge of t2 on m4.
struct CIScene: ~Copyable {
    let folder: TemporaryFolder
    /// The hashes by the names above, and `merge`, `queue`.
    let names: [String: String]

    /// The address of the server's repository.
    var address: String { "file://\(folder.path)/server" }

    /// Makes the server's repository.
    static func made() async throws -> CIScene {
        let folder = try TemporaryFolder()
        let server = folder.path + "/server"
        try FileManager.default.createDirectory(atPath: server, withIntermediateDirectories: true)
        let git = Git(folder: server)
        var names: [String: String] = [:]
        try await git("init", "-q", "-b", "main")
        for name in ["m0", "m1", "m2", "m3", "m4"] { names[name] = try await git.commit(name) }
        try await git("tag", "v1.0", "main~1")
        try await git("checkout", "-q", "-b", "topic", "main~2")
        for name in ["t1", "t2"] { names[name] = try await git.commit(name) }
        try await git("update-ref", "refs/pull/12/head", "HEAD")
        try await git("checkout", "-q", "--detach", "main")
        try await git("merge", "-q", "--no-ff", "-m", "merge for the test", "topic")
        names["merge"] = try await git.head()
        try await git("update-ref", "refs/pull/12/merge", "HEAD")
        try await git("checkout", "-q", "--detach", "main")
        try await git("merge", "-q", "--no-ff", "-m", "merge of the queue", "topic")
        names["queue"] = try await git.head()
        try await git("update-ref", "refs/heads/gh-readonly-queue/main/pr-12-\(names["m4"] ?? "")", "HEAD")
        try await git("checkout", "-q", "--detach", "main~3")
        names["f1"] = try await git.commit("f1")
        try await git("update-ref", "refs/pull/13/head", "HEAD")
        try await git("checkout", "-q", "main")
        return CIScene(folder: folder, names: names)
    }

    /// A text with the hashes for `${name}`.
    func filled(_ text: String, with more: [String: String] = [:]) -> String {
        names.merging(more) { _, new in new }
            .reduce(text) { $0.replacingOccurrences(of: "${\($1.key)}", with: $1.value) }
    }

    /// A clone as a CI makes it.
    func clone(_ fixture: CIFixture.Clone, as name: String) async throws -> String {
        let path = "\(folder.path)/\(name)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let git = Git(folder: path)
        try await git("init", "-q", "-b", "unborn")
        try await git("remote", "add", "origin", address)
        let depth = fixture.depth.map { ["--depth=\($0)"] } ?? []
        let wanted = fixture.fetch.map { filled($0) }
        try await git.run(["fetch", "-q", "--no-tags"] + depth + ["origin"] + wanted)
        if let head = fixture.head { try await git("remote", "set-head", "origin", head) }
        if let branch = fixture.branch {
            try await git("checkout", "-q", "-b", branch, "refs/remotes/origin/\(branch)")
        } else {
            try await git("checkout", "-q", "--detach", filled(fixture.checkout))
        }
        if let merge = fixture.merge { try await git("merge", "-q", "--no-ff", "-m", "merge by the CI", filled(merge)) }
        return path
    }
}
