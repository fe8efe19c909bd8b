import ArgumentParser
import Foundation
import NilometerAPI
import NilometerCore
import Testing

@testable import nilometer

struct UploadEnvelopeTests {
    private static func place(_ commit: RunEnvelope.CommitPart?) -> Place {
        Place(commit: commit, machine: .init(name: "m"), origin: Origin())
    }

    private static let commit = RunEnvelope.CommitPart(sha: "c3", branch: "main", line: ["c2", "c1"])

    @Test func `place and files make an envelope`() throws {
        var place = Self.place(Self.commit)
        place.base = .init(branch: "main", sha: "c1", line: ["c0"])
        place.context = ["toolchain": "t"]
        place.origin.job = "bench"
        let envelope = try UploadEnvelope(place: place, format: "f").envelope(of: [("a.txt", Data("x".utf8))])
        #expect(envelope.schema == "nilometer.run/1")
        #expect(envelope.commit.sha == "c3" && envelope.commit.line == ["c2", "c1"])
        #expect(envelope.base?.sha == "c1" && envelope.base?.line == ["c0"] && envelope.base?.branch == "main")
        #expect(envelope.machine?.name == "m" && envelope.machine?.fingerprint == nil)
        #expect(envelope.context == ["toolchain": "t"] && envelope.origin?.job == "bench")
        #expect(envelope.reports?.map(\.content) == ["x"] && envelope.reports?.map(\.encoding) == ["utf8"])
        #expect(envelope.reports?.first?.format == "f")
    }

    @Test func `bytes that are no UTF-8 are sent as base64`() throws {
        let part = try UploadEnvelope(place: Self.place(Self.commit)).envelope(of: [("b", Data([0xFF, 0x00]))]).reports?
            .first
        #expect(part?.encoding == "base64" && part?.content == "/wA=")
    }

    @Test func `without git, CI and flag it is said that a commit is missing`() {
        #expect(throws: CommandError.self) { try UploadEnvelope(place: Self.place(nil)).envelope(of: []) }
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
