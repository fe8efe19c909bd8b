import Foundation
import NilometerAPI
import NilometerCore
import NilometerFormats
import Testing

struct EnvelopeReaderTests {
    private let whole = #"""
        {"schema":"nilometer.run/1","commit":{"sha":"abc","parents":["p"],"committedAt":"2026-01-02T03:04:05Z",
        "subject":"s","author":"a","branch":"main","line":["p","q"]},"base":{"branch":"main","sha":"m"},
        "machine":{"name":"ci","fingerprint":{"cpu":"x","cores":4,"virtual":true}},
        "context":{"toolchain":"go1","nested":{"any": [1, 2]}},
        "origin":{"provider":"github","id":"1","attempt":2,"job":"j","part":"p","url":"u","changeRequest":7},
        "startedAt":null,"finishedAt":"2026-01-02T03:04:05Z",
        "reports":[{"format":"go-bench","name":"b.txt","encoding":"utf8","content":"BenchmarkA 1 5 ns/op\n"}],
        "readings":[{"benchmark":"B","parameters":{"n":1,"s":"x"},"metric":"ns/op","unit":"ns","better":"lower",
        "estimator":"median","value":null,"samples":[1,2,6],"spread":{"kind":"stddev","value":0.5},"iterations":[3,4,5],
        "error":null}],"evidence":[{"kind":"go-escape","name":"m.txt","content":"x"}],"rules":"r"}
        """#

    private func envelope(_ text: String) throws(JSONError) -> Envelope {
        try EnvelopeReader.envelope(from: Array(text.utf8))
    }

    @Test func `every field is taken`() throws {
        let envelope = try envelope(whole)
        #expect(envelope.commit.sha == "abc" && envelope.commit.line == ["p", "q"] && envelope.commit.branch == "main")
        #expect(envelope.fingerprint == ["cpu": "x", "cores": "4", "virtual": "true"])
        #expect(envelope.context == ["toolchain": "go1", "nested": #"{"any":[1,2]}"#])
        #expect(envelope.origin.attempt == 2 && envelope.origin.changeRequest == 7)
        #expect(envelope.startedAt == nil && envelope.finishedAt != nil && envelope.rules == "r")
        #expect(envelope.reports.map(\.kind) == ["go-bench"] && envelope.evidence.map(\.kind) == ["go-escape"])
        let reading = try #require(envelope.readings.first)
        #expect(reading.samples == [1, 2, 6] && reading.value == 2 && reading.iterations == [3, 4, 5])
        #expect(reading.parameters == ["n": "1", "s": "x"] && reading.spread == Spread(kind: "stddev", value: 0.5))
    }

    /// The text that is replaced, what replaces it, and what the refusal says.
    private static let faults: [(String, String, String)] = [
        (#""rules":"r""#, #""rule":"r""#, "the key “rule” is not known"),
        (#""sha":"abc""#, #""sha":5"#, "at “commit.sha” a string is expected, and a number stands there"),
        (#"[1,2,6]"#, #"[1,"2",6]"#, "at “readings.0.samples.1” a number is expected"),
        (#""attempt":2"#, #""attempt":2.5"#, "at “origin.attempt” a whole number is expected, and 2.5 stands there"),
        (#""better":"lower""#, #""better":"less""#, "“less” is none of lower, higher and unknown"),
        (#""cores":4"#, #""cores":[4]"#, "at “machine.fingerprint.cores”"),
        (#""sha":"abc","#, "", "the commit has no “sha”"), (#""benchmark":"B","#, "", "the reading has no “benchmark”"),
        (#""metric":"ns/op","#, "", "the reading has no “metric”"),
        ("nilometer.run/1", "nilometer.run/9", "send nilometer.run/1"),
        (#""schema":"nilometer.run/1","#, "", "the key “schema” is missing"),
        (#"[1,2,6]"#, "[1,NaN]", "NaN and Infinity are not"),
        (#"[1,2,6]"#, "[1e400]", "does not fit a double"), (#""rules":"r"}"#, #""rules":"r""#, "a comma is missing"),
        (#""value":0.5"#, #""value":-1"#, "not negative"),
        (#""kind":"stddev","#, #""kind":"stddev","lo":1,"#, "“lo” is not known"),
        (#","content":"BenchmarkA 1 5 ns/op\n""#, "", "the report has no “content”"),
    ]

    @Test(arguments: faults)
    func `a bad envelope is refused with place and cause`(old: String, new: String, cause: String) throws {
        let changed = whole.replacing(old, with: new, maxReplacements: 1)
        #expect(changed != whole)
        let error = #expect(throws: JSONError.self) { try envelope(changed) }
        #expect(error?.phrase.contains(cause) == true, "\(error?.phrase ?? "")")
    }

    @Test func `what the command line sends is taken`() throws {
        let part = RunEnvelope.CommitPart(sha: "abc", branch: "main", line: ["p"], committedAt: "2026-01-02T03:04:05Z")
        var sent = RunEnvelope(
            commit: part,
            machine: .init(name: "ci"),
            origin: Origin(provider: "github", id: "1", attempt: 1),
            reports: [.init(format: "auto", name: "b.txt", encoding: "utf8", content: "a\u{1}\té😀\"\\")]
        )
        let reading = Reading(
            benchmark: "A/é",
            parameters: ["k": "v"],
            metric: "ns/op",
            unit: "ns",
            samples: [1.5, 1e-7]
        )
        sent.readings = [ReadingView(reading)]
        let taken = try EnvelopeReader.envelope(from: Array(try JSONCoding.encoder.encode(sent)))
        #expect(taken.reports.map(\.content) == ["a\u{1}\té😀\"\\"])
        #expect(taken.readings == [reading])
        #expect(taken.commit.sha == "abc" && taken.commit.line == ["p"] && taken.origin.provider == "github")
    }

    @Test(arguments: 0..<300)
    func `a mutated envelope is taken or refused, and never traps`(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        var bytes = Array(whole.utf8)
        for _ in 0..<Int.random(in: 1...5, using: &generator) {
            let place = Int.random(in: bytes.indices, using: &generator)
            if Bool.random(using: &generator) {
                bytes[place] = UInt8.random(in: 0x20...0x7E, using: &generator)
            } else {
                bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...9, using: &generator)))
            }
        }
        do throws(JSONError) {
            let taken = try EnvelopeReader.envelope(from: bytes)
            #expect(!taken.commit.sha.isEmpty)
        } catch {
            #expect(error.offset <= bytes.count && !error.reason.isEmpty)
        }
    }

    @Test func `parse reads the readings and the reports of an envelope`() throws {
        let report = try Formats.report(from: Shared.upload(whole))
        #expect(report.format == "nilometer-json")
        #expect(report.readings.map(\.benchmark) == ["A", "B"])
        #expect(report.context["commit"] == "abc" && report.context["toolchain"] == "go1")
    }

    @Test func `packed reports are unpacked, and an envelope in an envelope is not read`() throws {
        let inner = Data(whole.utf8).base64EncodedString()
        let gzip = "H4sIAAAAAAAAA3NKzUvOyE3MSnRUMFQwVcjJVdA15AIA8mxpfRUAAAA="
        let text =
            #"{"schema":"nilometer.run/1","commit":{"sha":"a"},"reports":["#
            + #"{"encoding":"base64","content":"\#(inner)"},"#
            + #"{"encoding":"base64","content":"\#(Data("BenchmarkC 1 7 ns/op\n".utf8).base64EncodedString())"},"#
            + #"{"encoding":"gzip+base64","content":"\#(gzip)","name":"damaged"},"#
            + #"{"encoding":"hex","content":"00"}]}"#
        let report = try Formats.report(from: Shared.upload(text))
        #expect(report.readings.map(\.benchmark) == ["C"])
        #expect(report.warnings.map(\.code) == ["unread-report", "unread-report", "unread-report"])
    }
}
