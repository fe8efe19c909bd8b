import Foundation
import NilometerCore
import NilometerFormats
import Testing

struct GoBenchFormatTests {
    private func report(_ text: String) throws -> Report {
        try GoBenchFormat().report(from: Upload(name: "test", bytes: Array(text.utf8)))
    }

    @Test func `repeated lines become the samples of one reading`() throws {
        let report = try report(
            """
            pkg: example.com/m
            BenchmarkParse/size=1k-8 \t 100 \t 12.5 ns/op \t 3 allocs/op
            BenchmarkParse/size=1k-8 \t 200 \t 13.5 ns/op \t 3 allocs/op
            """
        )
        let time = try #require(report.readings.first)
        #expect(time.benchmark == "Parse")
        #expect(time.parameters == ["pkg": "example.com/m", "size": "1k"])
        #expect(time.samples == [12.5, 13.5])
        #expect(time.iterations == [100, 200])
        #expect(time.value == 13)
        #expect(report.readings.map(\.metric) == ["ns/op", "allocs/op"])
        #expect(report.context["gomaxprocs"] == "8")
    }

    @Test func `a package with several numbers of processors keeps them apart`() throws {
        let report = try report("BenchmarkA 1 5 ns/op\nBenchmarkA-4 1 6 ns/op\n")
        #expect(report.readings.map { $0.parameters["gomaxprocs"] } == ["1", "4"])
    }

    @Test(arguments: ["BenchmarkA x 5 ns/op", "BenchmarkA 1 5", "BenchmarkA 1 y ns/op"])
    func `a bad line is a warning with its number`(line: String) throws {
        let report = try report("BenchmarkB 1 5 ns/op\n\(line)\n")
        #expect(report.readings.count == 1)
        #expect(report.warnings.map(\.line) == [2])
    }

    @Test func `a value that is not a number becomes an error without value`() throws {
        let report = try report("BenchmarkA 1 NaN ns/op\n")
        #expect(report.readings.first?.value == nil)
        #expect(report.readings.first?.error != nil)
        #expect(report.warnings.count == 1)
    }

    @Test func `a result that the benchmark's output broke in two is read`() throws {
        let report = try report("BenchmarkA-2 \t printed by it\n    5 \t 10 ns/op\nBenchmarkB-2 5 7 ns/op\n")
        #expect(report.readings.map(\.value) == [10, 7])
        #expect(report.warnings.isEmpty)
    }

    @Test func `a failed benchmark is an error, not an absence`() throws {
        let report = try report("BenchmarkB 5 7 ns/op\n--- FAIL: BenchmarkA\n")
        #expect(report.readings.last?.benchmark == "A")
        #expect(report.readings.last?.error == "the benchmark failed")
    }

    @Test func `a unit line sets the better direction`() throws {
        let report = try report("Unit frames better=higher\nBenchmarkA 1 5 frames\n")
        #expect(report.readings.first?.better == .higher)
    }

    @Test func `a result that is split over two events is one line`() throws {
        let text = """
            {"Action":"output","Package":"p","Output":"BenchmarkA \\t"}
            {"Action":"output","Package":"q","Output":"BenchmarkB \\t"}
            {"Action":"output","Package":"p","Output":"10 \\t 5 ns/op\\n"}
            {"Action":"output","Package":"q","Output":"10 \\t 7 ns/op\\n"}
            """
        let upload = Upload(name: "test", bytes: Array(text.utf8))
        #expect(Formats.detect(upload)?.id == "go-test-json")
        let report = try GoTestJSONFormat().report(from: upload)
        #expect(report.readings.map(\.value) == [5, 7])
        #expect(report.readings.map { $0.parameters["pkg"] } == ["p", "q"])
    }

    @Test(arguments: 0..<50)
    func `mutated bytes never stop the reader`(seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        var bytes = Array("pkg: p\nBenchmarkA/x=1-8 10 5 ns/op 1 B/op\nUnit ns/op better=lower\n".utf8)
        for _ in 0..<20 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 24)
        }
        let upload = Upload(name: "fuzz", bytes: bytes)
        for format in Formats.all {
            let report = try format.report(from: upload)
            #expect(report.readings.allSatisfy { $0.samples.allSatisfy(\.isFinite) })
        }
    }

    /// The sample history's steps, and whether the text of each agrees with an independent reading of its figures.
    @Test func `the sample history is read whole`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("deploy/sample")
        let steps = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.first?.isNumber == true
        }
        #expect(steps.count == 22)
        for step in steps {
            let text = try String(contentsOf: folder.appendingPathComponent("\(step)/bench.txt"), encoding: .utf8)
            var figures: [String: [Double]] = [:]
            for line in text.split(separator: "\n") where line.hasPrefix("Benchmark") {
                let fields = line.split(whereSeparator: \.isWhitespace)
                for index in stride(from: 2, to: fields.count - 1, by: 2) {
                    figures[String(fields[index + 1]), default: []].append(try #require(Double(fields[index])))
                }
            }
            let readings = try report(text).readings
            for (unit, values) in figures {
                #expect(
                    readings.filter { $0.metric == unit }.flatMap(\.samples).sorted() == values.sorted(),
                    "\(step) \(unit)"
                )
            }
            #expect(Set(readings.map(\.metric)) == Set(figures.keys))
        }
    }

    @Test func `every format file is in the list`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/NilometerFormats")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix("Format.swift") }
        #expect(files.count == Formats.all.count)
        #expect(Set(Formats.all.map(\.id)).count == Formats.all.count)
    }
}
