import ArgumentParser
import Foundation
import NilometerAPI
import NilometerCore
import Testing

@testable import nilometer

struct UploadEnvelopeTests {
    private static let commit = GitRepository.Commit(
        sha: "c3",
        parents: ["c2", "x"],
        committedAt: "2026-01-02T03:04:05Z",
        author: "A",
        subject: "S",
        line: ["c2", "c1"]
    )

    private static func options(_ arguments: [String] = []) throws -> UploadOptions { try .parse(arguments) }

    @Test func `git gives commit, line and branch where nothing else does`() throws {
        let envelope = try UploadEnvelope(
            options: Self.options(),
            commit: Self.commit,
            branch: "main",
            machine: "m",
            fingerprint: ["cores": "4"]
        ).envelope(of: [("a.txt", Data("x".utf8))])
        #expect(envelope.schema == "nilometer.run/1")
        #expect(envelope.commit.sha == "c3" && envelope.commit.line == ["c2", "c1"])
        #expect(
            envelope.commit.parents == ["c2", "x"] && envelope.commit.subject == "S" && envelope.commit.author == "A"
        )
        #expect(envelope.commit.branch == "main" && envelope.commit.committedAt == "2026-01-02T03:04:05Z")
        #expect(envelope.machine?.fingerprint?["cores"]?.text == "4")
        #expect(envelope.reports?.map(\.content) == ["x"] && envelope.reports?.map(\.encoding) == ["utf8"])
    }

    @Test func `flags win over the CI, and the CI over git`() throws {
        let job = CIJob(
            sha: "j",
            branch: "of-job",
            origin: Origin(provider: "github", id: "7", attempt: 1, job: "bench")
        )
        let given = try UploadEnvelope(
            options: Self.options(["--branch", "of-flag", "--job", "mine", "--attempt", "3", "--part", "arm"]),
            job: job,
            commit: Self.commit,
            branch: "of-git",
            machine: "m",
            fingerprint: [:]
        ).envelope(of: [])
        #expect(given.commit.branch == "of-flag")
        #expect(given.origin == Origin(provider: "github", id: "7", attempt: 3, job: "mine", part: "arm"))
        let asked = try UploadEnvelope(options: Self.options(), job: job, branch: "g", machine: "m", fingerprint: [:])
            .envelope(of: [])
        #expect(asked.commit.sha == "j" && asked.commit.branch == "of-job" && asked.commit.line == nil)
        #expect(asked.machine?.fingerprint == nil)
    }

    @Test func `line and parent are taken from flags without git`() throws {
        let lined = try UploadEnvelope(
            options: Self.options(["--commit", "z", "--line", "y, x,,w", "--context", "a=1", "--context", "b=c=d"]),
            machine: "m",
            fingerprint: [:]
        ).envelope(of: [])
        #expect(lined.commit.line == ["y", "x", "w"] && lined.commit.branch == nil)
        #expect(lined.context == ["a": "1", "b": "c=d"])
        let parented = try UploadEnvelope(
            options: Self.options(["--commit", "z", "--parent", "y"]),
            machine: "m",
            fingerprint: [:]
        ).envelope(of: [])
        #expect(parented.commit.line == ["y"] && parented.commit.parents == ["y"])
    }

    @Test func `bytes that are no UTF-8 are sent as base64`() throws {
        let part = try UploadEnvelope(options: Self.options(["--commit", "z"]), machine: "m", fingerprint: [:])
            .envelope(of: [("b", Data([0xFF, 0x00]))]).reports?.first
        #expect(part?.encoding == "base64" && part?.content == "/wA=")
    }

    @Test func `without git, CI and flag it is said that a commit is missing`() throws {
        let draft = try UploadEnvelope(options: Self.options(), machine: "m", fingerprint: [:])
        #expect(throws: CommandError.self) { try draft.envelope(of: []) }
    }

    @Test(arguments: [
        ["--attempt", "0"], ["--line", "a"], ["--commit", "c", "--line", "a", "--parent", "b"],
        ["--context", "novalue"],
        ["--context", "=x"],
    ])
    func `flags that contradict one another are refused`(arguments: [String]) {
        #expect(throws: (any Error).self) { try UploadOptions.parse(arguments) }
    }

    @Test(arguments: [("30s", 30), ("30", 30), ("5m", 300), ("1h", 3600), ("0", 0)])
    func `times to wait are read as people type them`(text: String, seconds: Int) {
        #expect(Wait(argument: text)?.seconds == seconds)
    }

    @Test(arguments: ["", "s", "-1s", "1.5s", "bench.txt", "99999999999999999999s", "25h"])
    func `other texts are no times to wait`(text: String) { #expect(Wait(argument: text) == nil) }
}
