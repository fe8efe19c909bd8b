import NilometerCore
import NilometerFormats
import Testing

struct GoogleBenchmarkFormatTests {
    private func report(rows: String, context: String = "", around: (String, String) = ("", "")) throws -> Report {
        let text = #"\#(around.0){"context":{"num_cpus":2\#(context)},"benchmarks":[\#(rows)]}\#(around.1)"#
        return try Formats.report(from: Shared.upload(text))
    }

    private func row(_ name: String, _ rest: String, real: String = "10", cpu: String = "9") -> String {
        #"{"name":"\#(name)","iterations":100,"real_time":\#(real),"cpu_time":\#(cpu),"time_unit":"us"\#(rest)}"#
    }

    private func repetition(_ name: String, _ index: Int, _ real: String, family: Int = 0) -> String {
        row(
            name,
            #","run_name":"\#(name)","run_type":"iteration","repetition_index":\#(index),"family_index":\#(family)"#,
            real: real
        )
    }

    private func aggregate(_ name: String, _ kind: String, _ real: String) -> String {
        row(
            "\(name)_\(kind)",
            #","run_name":"\#(name)","run_type":"aggregate","aggregate_name":"\#(kind)","family_index":0"#,
            real: real
        )
    }

    @Test func `repetitions are samples in their order, however the rows are shuffled`() throws {
        let rows = [
            repetition("A", 1, "12"), repetition("B", 0, "1"), repetition("A", 2, "13"), repetition("A", 0, "11"),
        ]
        let report = try report(rows: rows.joined(separator: ","))
        #expect(report.format == "google-benchmark")
        #expect(report.readings.map(\.benchmark) == ["A", "A", "B", "B"])
        #expect(report.readings[0].samples == [11, 12, 13])
        #expect(
            report.readings[0].value == 12 && report.readings[0].unit == "us" && report.readings[0].better == .lower
        )
        #expect(report.readings[0].iterations == [100, 100, 100])
    }

    @Test func `aggregates repeat their benchmark and are no readings`() throws {
        let rows = [
            repetition("A", 0, "11"), aggregate("A", "mean", "11"), aggregate("A", "cv", "0.1"),
            aggregate("A", "p90", "12"),
        ]
        let report = try report(rows: rows.joined(separator: ","))
        #expect(report.readings.map(\.metric) == ["real_time", "cpu_time"])
        #expect(report.warnings.map(\.message) == ["Aggregate rows repeat their benchmarks and were skipped: 3."])
    }

    @Test func `aggregates alone give median and standard deviation`() throws {
        let rows = ["mean", "median", "stddev", "cv"].enumerated().map { aggregate("A", $1, "\($0 + 1)") }
        let reading = try #require(try report(rows: rows.joined(separator: ",")).readings.first)
        #expect(reading.value == 2 && reading.estimator == "median" && reading.samples.isEmpty)
        #expect(reading.spread == Spread(kind: "stddev", value: 3))
    }

    @Test func `aggregates of old files are known by their names`() throws {
        let rows = [row("A", ""), row("A", ""), row("A_mean", ""), row("A_stddev", ""), row("B_mean", "")]
        let report = try report(rows: rows.joined(separator: ","))
        #expect(report.readings.map(\.benchmark) == ["A", "A", "B_mean", "B_mean"])
        #expect(report.readings[0].samples.count == 2)
    }

    @Test func `counters, rates and memory are metrics of their own`() throws {
        let counters =
            #","bytes_per_second":5,"items_per_second":6,"allocs_per_iter":1.5,"max_bytes_used":7,"net_heap_growth":-8,"own":9"#
        let report = try report(rows: row("A", counters))
        let found = Dictionary(uniqueKeysWithValues: report.readings.map { ($0.metric, $0) })
        #expect(found["bytes_per_second"]?.unit == "B/s" && found["bytes_per_second"]?.better == .higher)
        #expect(found["items_per_second"]?.unit == "1/s" && found["items_per_second"]?.better == .higher)
        #expect(found["allocs_per_iter"]?.value == 1.5 && found["allocs_per_iter"]?.better == .lower)
        #expect(found["max_bytes_used"]?.unit == "B" && found["net_heap_growth"]?.value == -8)
        #expect(found["own"]?.value == 9 && found["own"]?.better == .unknown && found.count == 8)
    }

    @Test func `one failed repetition makes the benchmark an error`() throws {
        let failed = repetition("A", 1, "0").dropLast() + #","error_occurred":true,"error_message":"on purpose"}"#
        let report = try report(
            rows: repetition("A", 0, "11") + "," + failed + "," + row("B", #","skipped":true,"skip_message":"no GPU""#)
        )
        #expect(report.readings.map(\.metric) == ["real_time", "cpu_time"])
        #expect(report.readings.map(\.error) == Array(repeating: "on purpose (1 of 2 repetitions)", count: 2))
        #expect(report.readings.allSatisfy { $0.value == nil && $0.samples.isEmpty })
        #expect(report.warnings.map(\.message) == ["Benchmarks that skipped themselves have no reading: 1."])
    }

    @Test(arguments: ["NaN", "Infinity", "-Infinity", "1e400"])
    func `a bare word instead of a number is an error without value`(word: String) throws {
        let reading = try #require(try report(rows: row("A", #","own":\#(word)"#)).readings.last)
        #expect(reading.metric == "own" && reading.value == nil && reading.error != nil)
    }

    @Test func `fitted complexity is skipped with one warning`() throws {
        let fit =
            #"{"name":"A_BigO","run_name":"A","run_type":"aggregate","cpu_coefficient":1,"big_o":"N"},{"name":"A_RMS","rms":0.1}"#
        let report = try report(rows: row("A/8", "") + "," + fit)
        #expect(report.readings.map(\.benchmark) == ["A/8", "A/8"])
        #expect(report.warnings.count == 1)
    }

    @Test func `a benchmark registered twice is two benchmarks, and they are kept apart in a run`() throws {
        let report = try report(rows: repetition("A", 0, "1", family: 0) + "," + repetition("A", 0, "3", family: 1))
        #expect(report.readings.map(\.benchmark) == ["A", "A", "A", "A"])
        #expect(report.warnings.map(\.code) == ["duplicate-reading"])
        let checked = RunReadings.checked([report.readings])
        #expect(checked.readings.map(\.benchmark) == ["A", "A", "A#1", "A#1"])
        #expect(checked.readings.map(\.value) == [1000, 9000, 3000, 9000])
    }

    private static let paths: [(String, String, [String: String])] = [
        ("A/n:512/threads:2", "A", ["n": "512", "threads": "2"]),
        ("A<std::vector<int>>/8", "A<std::vector<int>>/8", [:]),
        ("A/iterations:10/real_time", "A/real_time", ["iterations": "10"]), ("A/std::x", "A/std::x", [:]),
        ("A/n:1/n:2", "A/n:2", ["n": "1"]), ("A/:1", "A/:1", [:]), ("A/n:", "A/n:", [:]),
    ]

    @Test(arguments: paths)
    func `key and value parts of a name are parameters`(
        name: String,
        benchmark: String,
        parameters: [String: String]
    ) throws {
        let reading = try #require(try report(rows: row(name, "")).readings.first)
        #expect(reading.benchmark == benchmark && reading.parameters == parameters)
    }

    @Test func `the context is kept and a debug library is doubted`() throws {
        let context = #","library_build_type":"debug","git_commit":"abc","load_avg":[1, 2.5],"scaling":false"#
        let report = try report(rows: row("A", ""), context: context)
        #expect(
            report.context == [
                "num_cpus": "2", "library_build_type": "debug", "git_commit": "abc", "load_avg": "[1,2.5]",
                "scaling": "false",
            ]
        )
        #expect(report.warnings.map(\.code) == ["debug-library"])
    }

    @Test func `text around the JSON is passed over, and two documents are read`() throws {
        let second = #"{"context":{},"benchmarks":[\#(row("B", ""))]}"#
        let report = try report(rows: row("A", ""), around: ("[ 50%] Building {x}\nRunning ./b\n", "\ndone\n\(second)"))
        #expect(report.readings.map(\.benchmark) == ["A", "A", "B", "B"])
    }

    @Test func `a file that breaks off keeps its rows and says where`() throws {
        let whole = #"{"context":{},"benchmarks":[\#(row("A", "")),{"name":"B","real_ti"#
        let report = try Formats.report(from: Shared.upload(whole))
        #expect(report.readings.map(\.benchmark) == ["A", "A"])
        #expect(report.warnings.first?.message.contains("at byte") == true)
    }

    @Test func `the last of doubled keys counts, with a warning`() throws {
        let report = try report(rows: row("A", #","own":1,"own":2"#))
        #expect(report.readings.map(\.metric) == ["real_time", "cpu_time", "own"])
        #expect(report.readings.last?.samples == [2])
        #expect(report.warnings.map(\.code) == ["doubled-key"])
    }
}
