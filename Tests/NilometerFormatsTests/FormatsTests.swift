import Foundation
import NilometerCore
import NilometerFormats
import NilometerTesting
import Testing

struct FormatsTests {
    private static let result = "BenchmarkA-2 \t 10 \t 5 ns/op\n"

    /// Uploads that every format must survive: the fixtures of all formats, mutated, and random bytes.
    private static func uploads(seed: Int) throws -> [Upload] {
        var generator = SeededGenerator(seed: seed)
        var uploads = try FixtureTests.cases.map { try Shared.upload($0.input) }
        for index in uploads.indices where !uploads[index].bytes.isEmpty {
            for _ in 0..<Int.random(in: 1...20, using: &generator) {
                let place = Int.random(in: uploads[index].bytes.indices, using: &generator)
                uploads[index].bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
            }
        }
        let noise = (0..<500).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return uploads + [Upload(name: "noise", bytes: noise), Upload(name: "nothing", bytes: [])]
    }

    @Test(arguments: Formats.all.map(\.id), 0..<8)
    func `every format holds the contract on odd bytes`(id: String, seed: Int) throws {
        let format = try #require(Formats.format(id: id))
        #expect(FormatContract.broken(by: format, on: try Self.uploads(seed: seed)) == [])
    }

    @Test func `every format file is in the list`() throws {
        let names = try Shared.names(in: Shared.root.appendingPathComponent("Sources/NilometerFormats"))
        let files = names.filter { $0.hasSuffix("Format.swift") }.map { String($0.dropLast(".swift".count)) }
        #expect(Set(Formats.all.map { String(describing: type(of: $0)) }) == Set(files))
        #expect(Set(Formats.all.map(\.id)).count == Formats.all.count)
    }

    @Test func `every format has a folder of fixtures, and every folder a format`() throws {
        #expect(Set(FixtureTests.cases.map(\.id)) == Set(Formats.all.map(\.id)))
    }

    private static let encodings: [[UInt8]] = {
        let units = Array(result.utf16)
        var little: [UInt8] = [0xFF, 0xFE]
        var big: [UInt8] = [0xFE, 0xFF]
        for unit in units {
            little += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            big += [UInt8(unit >> 8), UInt8(unit & 0xFF)]
        }
        let times = "2026-11-23T15:00:00.1234567Z \(result)2026-11-23T15:00:01Z PASS\n2026-11-23T15:00:02Z\n"
        let colours = "\u{1B}[1mBenchmarkA-2\u{1B}[0m \t 10 \t \u{1B}]8;;x\u{07}5 ns/op\n"
        let plain = Array(result.utf8)
        let lines = result.replacing("\n", with: "\r\n")
        return [
            plain, [0xEF, 0xBB, 0xBF] + plain, Array(lines.utf8), little, big, Array(colours.utf8), Array(times.utf8),
        ]
    }()

    @Test(arguments: encodings)
    func `encodings, colours and times of a CI log do not matter`(bytes: [UInt8]) throws {
        let report = try Formats.report(from: Upload(name: "test", bytes: bytes))
        #expect(report.format == "go-bench")
        #expect(report.readings.map(\.samples) == [[5]])
        #expect(report.warnings.isEmpty)
    }

    /// A content that nothing reads, and what its error says.
    private static let causes: [(String, String)] = [
        ("", "is empty"), (" \n\n", "is empty"), ("PASS\nok  \tx\t0.1s\n", "tests but no benchmark"),
        ("<testsuites></testsuites>", "JUnit"), ("{\"a\":1}", "keys: a"), ("{\"a\":1,", "broken"),
        ("\u{1}\0\u{2}", "binary"),
        ("Failed to match any benchmarks against regex: x\n", "matched nothing"),
        ("hello\nworld\n", "nothing that a known"),
        ("{\"context\":{},\"benchmarks\":[{\"name\":\"A\",\"real_time\":", "google-benchmark: the JSON is broken"),
        ("BenchmarkA 1 5 ns/op x\n", "line is left out"),
    ]

    @Test(arguments: causes)
    func `nothing found is an error that names the cause`(text: String, cause: String) throws {
        let error = #expect(throws: FormatError.self) { try Formats.report(from: Shared.upload(text)) }
        #expect(error?.reason.contains(cause) == true, "\(error?.reason ?? "")")
    }

    @Test func `an unknown format is an error that names the known ones`() throws {
        let error = #expect(throws: FormatError.self) { try Formats.report(from: Shared.upload("x"), format: "nope") }
        #expect(error?.reason.contains("go-bench") == true)
    }

    @Test func `a stream of two formats is read by the surer one, with a warning`() throws {
        let google = #"{"context":{},"benchmarks":[{"name":"G","real_time":1,"cpu_time":1,"time_unit":"ns"}]}"#
        let report = try Formats.report(from: Shared.upload(Self.result + google))
        #expect(report.format == "google-benchmark")
        #expect(report.warnings.map(\.code) == ["several-formats"])
    }

    @Test func `samples beyond the bound are thinned, always in the same way`() throws {
        let text = (0..<12_000).map { "BenchmarkA 1 \($0) ns/op\n" }.joined()
        let first = try Formats.report(from: Shared.upload(text))
        #expect(first.readings.map(\.samples.count) == [10_000])
        #expect(first.readings[0].samples == first.readings[0].samples.sorted())
        #expect(first.warnings.map(\.code) == ["thinned"])
        #expect(try Formats.report(from: Shared.upload(text)) == first)
    }

    @Test func `samples of one series in two reports are joined, summaries are kept apart`() {
        let sampled = Reading(benchmark: "A", metric: "ns/op", unit: "ns", samples: [1, 2])
        let summary = Reading(benchmark: "B", metric: "ns/op", unit: "us", value: 3)
        let checked = RunReadings.checked([[sampled, summary], [sampled, summary]])
        #expect(checked.readings.map(\.benchmark) == ["A", "B", "B#1"])
        #expect(checked.readings.map(\.samples) == [[1, 2, 1, 2], [], []])
        #expect(checked.readings.map(\.value) == [1.5, 3000, 3000])
        #expect(checked.warnings.map(\.code) == ["duplicate-reading"])
    }
}
