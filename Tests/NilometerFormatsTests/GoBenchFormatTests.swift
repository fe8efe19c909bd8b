import NilometerCore
import NilometerFormats
import Testing

struct GoBenchFormatTests {
    private func report(_ text: String) throws -> Report { try GoBenchFormat().report(from: Shared.upload(text)) }

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
        #expect(time.value == 13 && time.estimator == "median")
        #expect(report.readings.map(\.metric) == ["ns/op", "allocs/op"])
        #expect(report.readings.map(\.unit) == ["ns", "1"])
        #expect(report.context["gomaxprocs"] == "8")
    }

    @Test(arguments: [
        "goos: linux", "goarch: amd64", "cpu: AMD EPYC: 2", "commit: abc", "commit-time: 2026", "branch: main",
        "date: x",
        "time: y", "toolchain: go1.27", "by: me", "upload-id: 1",
    ])
    func `facts of the run are context, not parameters`(line: String) throws {
        let report = try report("\(line)\nBenchmarkA 1 5 ns/op\n")
        let colon = try #require(line.firstIndex(of: ":"))
        #expect(report.context[String(line[..<colon])] == String(line[line.index(colon, offsetBy: 2)...]))
        #expect(report.readings.first?.parameters == [:])
    }

    /// Lines before a result, and the parameters that the result has.
    private static let configurations: [(String, [String: String])] = [
        ("note: before", ["note": "before"]), ("note:\tbefore", ["note": "before"]), ("note:  a b ", ["note": "a b "]),
        ("note: x\nnote:", [:]), ("note: x\nnote: ", [:]), ("é: x", ["é": "x"]), ("a:b: x", [:]), ("k:v", [:]),
        ("Note: x", [:]), ("noTe: x", [:]), ("no te: x", [:]), (": x", [:]), ("panic: x", [:]),
        ("go: downloading x", [:]),
        ("coverage: 5%", [:]), ("a-b/c.d: x", ["a-b/c.d": "x"]), ("note: x\nnote: y", ["note": "y"]),
        ("note: x\r", ["note": "x"]), ("note:\u{A0}x", [:]),
    ]

    @Test(arguments: configurations)
    func `configuration lines follow the reference reader`(lines: String, parameters: [String: String]) throws {
        #expect(try report("\(lines)\nBenchmarkA 1 5 ns/op\n").readings.first?.parameters == parameters)
    }

    @Test func `configuration holds for later results only`() throws {
        let report = try report("BenchmarkA 1 5 ns/op\nnote: x\nBenchmarkA 1 6 ns/op\nnote:\nBenchmarkA 1 7 ns/op\n")
        #expect(report.readings.map(\.samples) == [[5, 7], [6]])
        #expect(report.readings.map(\.parameters) == [[:], ["note": "x"]])
    }

    @Test func `one name in two packages is two benchmarks`() throws {
        let report = try report("pkg: a\nBenchmarkX-4 1 5 ns/op\npkg: b\nBenchmarkX-4 1 6 ns/op\n")
        #expect(report.readings.map { $0.parameters["pkg"] } == ["a", "b"])
    }

    @Test func `results of two processors are kept apart with a warning`() throws {
        let report = try report("cpu: A\nBenchmarkX 1 5 ns/op\ncpu: B\nBenchmarkX 1 9 ns/op\n")
        #expect(report.readings.map(\.samples) == [[5], [9]])
        #expect(report.readings.map { $0.parameters["cpu"] } == ["A", "B"])
        #expect(report.warnings.map(\.code) == ["varying-fact"])
    }

    /// The names as printed, and as read, with the number of processors that is a parameter.
    private static let processorNames: [([String], [String], [String?])] = [
        (["A-8", "B/x-8"], ["A", "B/x"], [nil, nil]),
        (["Join/ends-20", "Join/par"], ["Join/ends-20", "Join/par"], [nil, nil]),
        (["Join/ends-20", "Join/ends-20-2"], ["Join/ends-20", "Join/ends-20"], ["1", "2"]),
        (["A", "A-4"], ["A", "A"], ["1", "4"]),
        (["A-2", "A-4", "B-2", "B-4"], ["A", "A", "B", "B"], ["2", "4", "2", "4"]),
        (["J/size-10", "J/size-20", "J/par"], ["J/size-10", "J/size-20", "J/par"], [nil, nil, nil]),
        (
            ["A", "A-2", "S/n-10", "S/n-10-2", "S/n-20", "S/n-20-2"],
            ["A", "A", "S/n-10", "S/n-10", "S/n-20", "S/n-20"], ["1", "2", "1", "2", "1", "2"]
        ),
        (["S/n-10-4", "S/n-20-4"], ["S/n-10", "S/n-20"], [nil, nil]),
        (["A-0", "A-08"], ["A-0", "A-08"], [nil, nil]),
        (["A-"], ["A-"], [nil]), (["Fib10-8", "Fib20"], ["Fib10-8", "Fib20"], [nil, nil]),
        (["-8"], ["Benchmark"], [nil]),
    ]

    @Test(arguments: processorNames)
    func `the number of processors is taken off only where it is evident`(
        printed: [String],
        names: [String],
        processors: [String?]
    ) throws {
        let report = try report(printed.map { "Benchmark\($0) 1 5 ns/op\n" }.joined())
        #expect(report.readings.map(\.benchmark) == names)
        #expect(report.readings.map { $0.parameters["gomaxprocs"] } == processors)
    }

    /// A name as printed, the benchmark and its parameters.
    private static let paths: [(String, String, [String: String])] = [
        ("", "Benchmark", [:]), ("A/n=1/sep=,", "A", ["n": "1", "sep": ","]), ("A/x/y=2/z", "A/x/z", ["y": "2"]),
        ("A/n=1#01", "A", ["n": "1#01"]), ("A/two_words#02", "A/two_words#02", [:]), ("A/=x", "A/=x", [:]),
        ("A/n=", "A", ["n": ""]), ("A/n=1/n=2", "A/n=2", ["n": "1"]), ("A/a=b=c", "A", ["a": "b=c"]),
        ("A//", "A//", [:]), ("n=1", "n=1", [:]), ("A/é=ß", "A", ["é": "ß"]),
    ]

    @Test(arguments: paths)
    func `parts of a name are parameters or stay in it`(
        printed: String,
        name: String,
        parameters: [String: String]
    ) throws {
        let reading = try #require(try report("Benchmark\(printed) 1 5 ns/op\n").readings.first)
        #expect(reading.benchmark == name && reading.parameters == parameters)
    }

    @Test func `a part whose key is taken by the configuration stays in the name`() throws {
        let report = try report("pkg: a\nBenchmarkX/pkg=z 1 5 ns/op\npkg: b\nBenchmarkX/pkg=z 1 5 ns/op\n")
        #expect(report.readings.map(\.benchmark) == ["X/pkg=z", "X/pkg=z"])
        #expect(report.readings.map { $0.parameters["pkg"] } == ["a", "b"])
    }

    @Test(arguments: [
        "BenchmarkA x 5 ns/op", "BenchmarkA 1 5", "BenchmarkA 1 y ns/op", "BenchmarkA 1", "BenchmarkA 1 5 ns/op 7",
        "BenchmarkA 1.5 5 ns/op", "BenchmarkA 99999999999999999999 5 ns/op", "BenchmarkA -1 5 ns/op",
        "BenchmarkA 1 1_0 ns/op",
        "Unit ns/op better", "Unit ns/op better=sideways", "Unit", "Unit x assume=exact assume=nothing",
    ])
    func `a bad line is a warning with its number`(line: String) throws {
        let report = try report("BenchmarkB 1 5 ns/op\n\(line)\nBenchmarkC 1 6 ns/op\n")
        #expect(report.readings.map(\.benchmark) == ["B", "C"])
        #expect(report.warnings.map(\.line) == [2])
    }

    @Test(arguments: [
        "PASS", "ok  \tx\t1.1s", "?   \tx\t[no test files]", "# x", "--- BENCH: BenchmarkA", "    a.go:1: log",
        "BenchmarkB", "BenchmarkB\t", "",
    ])
    func `other lines are passed over in silence`(line: String) throws {
        let report = try report("\(line)\nBenchmarkA 1 5 ns/op\n\(line)\n")
        #expect(report.readings.map(\.benchmark) == ["A"])
        #expect(report.warnings.isEmpty)
    }

    @Test(arguments: ["NaN", "+Inf", "-Inf", "1e400"])
    func `a value that is no number becomes an error without value`(value: String) throws {
        let report = try report(
            "BenchmarkA 1 \(value) ns/op 5 B/op\nBenchmarkB 1 2 ns/op\nBenchmarkB 1 \(value) ns/op\n"
        )
        #expect(report.readings.map(\.value) == [nil, 5, 2])
        #expect(report.readings.map { $0.error != nil } == [true, false, false])
        #expect(report.warnings.map(\.line) == [1, 3])
    }

    private static let values: [(String, Double)] = [
        ("1e-05", 1e-5), ("0", 0), ("0.3733", 0.3733), ("1000000000", 1e9), ("0x1p-2", 0.25), ("2678.46", 2678.46),
        ("3.0000000000000004", 3.0000000000000004),
    ]

    @Test(arguments: values)
    func `values are kept as printed`(text: String, value: Double) throws {
        #expect(try report("BenchmarkA 1 \(text) widgets/op").readings.first?.samples == [value])
    }

    @Test func `fields are split at the blanks of Unicode`() throws {
        let report = try report("BenchmarkA\u{2003}1\u{A0}5\u{3000}ns/op\u{0B}6\u{85}B/op\n")
        #expect(report.readings.map(\.metric) == ["ns/op", "B/op"])
    }

    @Test func `a result that the benchmark's output broke in two is read`() throws {
        let text =
            "BenchmarkA-2 \t printed by it\nand more\n    5 \t 10 ns/op\nBenchmarkB-2 \t\nlog: it\n12345678\t 7 ns/op\n"
        let report = try report(text)
        #expect(report.readings.map(\.value) == [10, 7])
        #expect(report.warnings.isEmpty)
    }

    @Test func `a failed benchmark is an error, not an absence`() throws {
        let report = try report(
            "pkg: p\nBenchmarkB-2 5 7 ns/op\n--- FAIL: BenchmarkA\n    --- FAIL: BenchmarkA/sub\nFAIL\tp\t0.1s\n"
        )
        #expect(report.readings.map(\.benchmark) == ["B", "A/sub"])
        #expect(report.readings.last?.error == "the benchmark failed" && report.readings.last?.value == nil)
    }

    @Test func `a benchmark that was measured and failed has value and error`() throws {
        let report = try report("BenchmarkA-2 5 7 ns/op\n--- FAIL: BenchmarkA-2\n")
        #expect(report.readings.map(\.value) == [7])
        #expect(report.readings.map(\.error) == ["the benchmark failed"])
    }

    private static let crashes: [(String, String, String)] = [
        ("BenchmarkA \tpanic: boom [recovered]\nFAIL\tp\t0.1s\n", "A", "panic: boom [recovered]"),
        ("BenchmarkA\npanic: boom\nFAIL\tp\t0.1s\n", "A", "panic: boom"),
        ("BenchmarkA\nexit status 3\nFAIL\tp\t0.1s\n", "A", "the benchmark did not end"),
        ("FAIL\tz [build failed]\n", "(package)", "the package did not run: build failed"),
    ]

    @Test(arguments: crashes)
    func `a crash and a failed build are errors`(text: String, name: String, error: String) throws {
        let report = try report("pkg: p\nBenchmarkB 1 5 ns/op\n" + text)
        #expect(report.readings.map(\.benchmark) == ["B", name])
        #expect(report.readings.last?.error == error)
    }

    @Test func `unit lines hold by the tidied unit, wherever they stand`() throws {
        let report = try report(
            "BenchmarkA 1 5 frames 6 x-MB/s 7 ns/op\nUnit frames better=higher note=x\nUnit x-B/s better=lower\nUnit sec/op assume=exact\n"
        )
        #expect(report.readings.map(\.better) == [.higher, .lower, .lower])
        #expect(report.readings.map(\.assumesExact) == [false, false, true])
        #expect(report.warnings.isEmpty)
    }

    @Test func `unit lines hold for later files, too`() throws {
        let uploads = ["Unit frames better=higher\nBenchmarkA 1 5 frames\n", "BenchmarkA 1 6 frames\n"].map(
            Shared.upload
        )
        let reports = try Formats.reports(from: uploads.map { ($0, "go-bench") })
        #expect(reports.flatMap(\.readings).map(\.better) == [.higher, .higher])
    }

    private static let units: [(String, String)] = [
        ("ns/op", "sec/op"), ("MB/s", "B/s"), ("x-MB/s", "x-B/s"), ("op/ns", "op/ns"), ("Mwords/s", "Mwords/s"),
        ("µs", "µs"), ("a/b*ns", "a/b*sec"),
    ]

    @Test(arguments: units)
    func `units are tidied in the numerator only`(unit: String, tidied: String) {
        #expect(Metric.tidied(unit: unit) == tidied)
    }

    @Test func `only the directions that Go knows are assumed`() throws {
        let report = try report("BenchmarkA 1 1 ns/op 2 MB/s 3 B/op 4 allocs/op 5 widgets/op\n")
        #expect(report.readings.map(\.better) == [.lower, .higher, .lower, .lower, .unknown])
    }
}
