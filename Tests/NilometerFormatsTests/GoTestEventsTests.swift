import NilometerCore
import NilometerFormats
import Testing

struct GoTestEventsTests {
    private func report(_ text: String) throws -> Report { try Formats.report(from: Shared.upload(text)) }

    @Test func `a result that is split over two events of an interleaved stream is one line`() throws {
        let report = try report(
            """
            {"Action":"start","Package":"p"}
            {"Action":"output","Package":"p","Output":"note: x\\n"}
            {"Action":"output","Package":"p","Output":"BenchmarkA-2 \\t"}
            {"Action":"output","Package":"q","Output":"BenchmarkB-2 \\t","OutputType":"new"}
            {"Action":"output","Package":"p","Output":"10 \\t 5 ns/op\\n"}
            {"Action":"output","Package":"q","Output":"10 \\t 7 ns/op\\n"}
            {"Action":"skip","Package":"r"}
            """
        )
        #expect(report.format == "go-bench")
        #expect(report.readings.map(\.value) == [5, 7])
        #expect(report.readings.map(\.parameters) == [["pkg": "p", "note": "x"], ["pkg": "q"]])
        #expect(report.warnings.isEmpty)
    }

    @Test func `failures of builds, packages and benchmarks are errors`() throws {
        let report = try report(
            """
            {"ImportPath":"b [b.test]","Action":"build-output","Output":"# b [b.test]\\n"}
            {"ImportPath":"b [b.test]","Action":"build-output","Output":"./b_test.go:3:1: syntax error\\n"}
            {"ImportPath":"b [b.test]","Action":"build-fail"}
            {"Action":"output","Package":"b","Output":"FAIL\\tb [build failed]\\n"}
            {"Action":"fail","Package":"b","FailedBuild":"b [b.test]"}
            {"Action":"output","Package":"p","Test":"BenchmarkA","Output":"BenchmarkA\\n"}
            {"Action":"output","Package":"p","Test":"BenchmarkA","Output":"panic: boom\\n"}
            {"Action":"fail","Package":"p"}
            {"Action":"output","Package":"q","Test":"BenchmarkC","Output":"--- FAIL: BenchmarkC\\n"}
            {"Action":"fail","Package":"q","Test":"BenchmarkC"}
            {"Action":"fail","Package":"q"}
            {"Action":"fail","Package":"s"}
            """
        )
        #expect(report.readings.map(\.benchmark) == ["(package)", "A", "C", "(package)"])
        #expect(report.readings.map { $0.parameters["pkg"] } == ["b", "p", "q", "s"])
        let errors = report.readings.compactMap(\.error)
        #expect(
            errors == [
                "the package did not build: ./b_test.go:3:1: syntax error", "panic: boom", "the benchmark failed",
                "the package failed",
            ]
        )
    }

    @Test func `a bad line is a warning with the line of the stream`() throws {
        let report = try report(
            """
            go: downloading x
            {"Action":"output","Package":"p","Output":"BenchmarkA 1 5 ns/op\\n"}
            {"Action":"output","Package":"p","Output":"BenchmarkB 1"}
            {"Action":"output","Package":"p","Output":" y ns/op\\n"}
            {"Action":"output","Action":"output","Package":"p","Output":"BenchmarkC 1 NaN ns/op\\n"}
            {"Action":"outp
            """
        )
        #expect(report.readings.map(\.benchmark) == ["A", "C"])
        #expect(
            Set(report.warnings.map { "\($0.code) \($0.line ?? 0)" }) == [
                "bad-line 1", "bad-line 3", "no-value 5", "bad-line 6", "doubled-key 5",
            ]
        )
    }
}
