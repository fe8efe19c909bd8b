import Foundation
import NilometerCore
import NilometerDetection
import NilometerFormats
import NilometerStatistics
import Testing

@testable import nilometer

struct ComparisonOfSetsTests {
    private func report(_ lines: [String]) throws -> Report {
        let text = lines.joined(separator: "\n") + "\n"
        return try GoBenchFormat().report(from: Upload(name: "bench.txt", bytes: Array(text.utf8)))
    }

    private func samples(_ values: [Double], _ unit: String = "ns/op", of name: String = "A") throws -> Report {
        try report(values.map { "Benchmark\(name) 10 \($0) \(unit)" })
    }

    private func only(_ comparison: ComparisonOfSets) throws -> ComparisonRowOfSets {
        try #require(comparison.rows.count == 1)
        return comparison.rows[0]
    }

    @Test func `fewer than six samples have no interval, and fewer than four no test`() throws {
        let few = try only(ComparisonOfSets(old: [try samples([1, 2, 3])], new: [try samples([4, 5, 6])]))
        #expect(few.old?.spreadText == "∞")
        #expect(few.old?.note == "need >= 6 samples for confidence interval at level 0.95")
        #expect(few.note == "need >= 4 samples to detect a difference at alpha level 0.05")
        #expect(few.testText == "(p=0.100 n=3)")
    }

    @Test func `different numbers of samples are both named`() throws {
        let row = try only(ComparisonOfSets(old: [try samples([1, 2, 3, 4])], new: [try samples([5, 6, 7, 8, 9])]))
        #expect(row.testText?.hasSuffix("n=4+5)") == true)
    }

    @Test func `separated samples decide above one and a half times, in either direction`() throws {
        let base = try samples([100, 101, 102, 103, 104, 105])
        func verdict(_ factor: Double) throws -> Verdict {
            let new = try samples([100, 101, 102, 103, 104, 105].map { $0 * factor })
            return try only(ComparisonOfSets(old: [base], new: [new])).judgement.verdict
        }
        #expect(try verdict(1.6) == .regressed)
        #expect(try verdict(1.4) == .inconclusive)
        #expect(try verdict(1 / 1.6) == .improved)
        #expect(try verdict(1 / 1.4) == .inconclusive)
    }

    @Test func `what is inconclusive says how many runs would settle it`() throws {
        let old = try samples([100, 101, 102, 103, 104, 105])
        let near = try only(ComparisonOfSets(old: [old], new: [try samples([102, 103, 104, 105, 106, 107])]))
        let far = try only(ComparisonOfSets(old: [old], new: [try samples([140, 141, 142, 143, 144, 145])]))
        let (more, less) = (try #require(near.judgement.runsToSettle), try #require(far.judgement.runsToSettle))
        #expect(more > less && less >= 5)
        #expect(near.judgement.reason.contains("\(more) runs"))
    }

    @Test func `several files a side are several runs, and their medians are tested`() throws {
        func runs(around level: Double) throws -> [Report] {
            try (0..<6).map { run in try samples([0, 1, 2].map { level + $0 + 0.5 * Double(run) }) }
        }
        let (old, new) = (try runs(around: 100), try runs(around: 110))
        let row = try only(ComparisonOfSets(old: old, new: new))
        #expect(row.old?.runs.count == 6 && row.old?.count == 18)
        #expect(row.judgement.verdict == .regressed)
        let same = try only(ComparisonOfSets(old: old, new: old))
        #expect(same.judgement.verdict == .unchanged)
    }

    @Test func `times of one binary are unchanged, its counts are compared`() throws {
        func sets(_ sha: String) throws -> ComparisonOfSets {
            var (old, new) = (
                try samples([100, 101, 102, 103, 104, 105]), try samples([200, 201, 202, 203, 204, 205])
            )
            (old.context["binarySha"], new.context["binarySha"]) = ("a", sha)
            return ComparisonOfSets(old: [old], new: [new])
        }
        #expect(try only(sets("a")).judgement == Judgement(.unchanged, "same binary"))
        #expect(try only(sets("b")).judgement.verdict == .regressed)
        var (old, new) = (try samples([7], "allocs/op"), try samples([8], "allocs/op"))
        (old.context["binarySha"], new.context["binarySha"]) = ("a", "a")
        #expect(try only(ComparisonOfSets(old: [old], new: [new])).judgement.verdict == .regressed)
    }

    @Test func `every row that has both sides says what it could have seen`() throws {
        let one = try only(ComparisonOfSets(old: [try samples([1, 2, 3])], new: [try samples([4, 5, 6])]))
        #expect(one.smallestEffect == 0.5)
        let counts = try only(
            ComparisonOfSets(old: [try samples([4], "allocs/op")], new: [try samples([5], "allocs/op")])
        )
        #expect(counts.smallestEffect == 0.25)
        let runs = try (0..<8).map { run in try samples([0, 1, 2].map { 100 + $0 + 0.5 * Double(run) }) }
        let several = try only(ComparisonOfSets(old: runs, new: runs))
        #expect(try #require(several.smallestEffect) >= 0.01)
    }

    @Test func `a count decides by one, in one sample`() throws {
        let row = try only(ComparisonOfSets(old: [try samples([7], "allocs/op")], new: [try samples([8], "allocs/op")]))
        #expect(row.judgement.verdict == .regressed)
        let flicker = try only(
            ComparisonOfSets(old: [try samples([4, 4, 5], "allocs/op")], new: [try samples([5, 5, 5], "allocs/op")])
        )
        #expect(flicker.judgement.verdict == .inconclusive)
    }

    @Test func `steady bytes are counts, times never are`() throws {
        let bytes = try only(
            ComparisonOfSets(
                old: [try samples([248, 248, 247, 248, 248], "B/op")],
                new: [try samples([256, 256, 256, 256, 256], "B/op")]
            )
        )
        #expect(bytes.judgement.verdict == .regressed)
        let times = try only(
            ComparisonOfSets(old: [try samples([5, 5, 5, 5, 5])], new: [try samples([6, 6, 6, 6, 6])])
        )
        #expect(times.judgement.verdict == .inconclusive)
    }

    @Test func `a rise from 0 shows what it rose to`() throws {
        let row = try only(
            ComparisonOfSets(
                old: [try samples([0, 0, 0, 0], "allocs/op")],
                new: [try samples([64, 64, 64, 64], "allocs/op")]
            )
        )
        #expect(row.isChangeFromZero && row.ratio == nil)
        #expect(row.deltaText(DisplayScale(for: [64], isBinary: false)) == "+64 (was 0)")
    }

    @Test func `one sample is enough to show that a count left 0`() throws {
        let row = try only(ComparisonOfSets(old: [try samples([0], "allocs/op")], new: [try samples([2], "allocs/op")]))
        #expect(row.p == 1 && row.judgement.verdict == .regressed)
        #expect(row.deltaText(DisplayScale(for: [2], isBinary: false)) == "+2 (was 0)")
    }

    @Test func `a benchmark of one side is missing, and the geometric mean says that the sets differ`() throws {
        let old = try report(["BenchmarkA 1 5 ns/op", "BenchmarkB 1 5 ns/op"])
        let new = try report(["BenchmarkA 1 5 ns/op", "BenchmarkC 1 5 ns/op"])
        let comparison = ComparisonOfSets(old: [old], new: [new])
        #expect(comparison.rows.map(\.name) == ["A", "B", "C"])
        #expect(comparison.rows.map(\.judgement.verdict) == [Verdict.inconclusive, .missing, .missing])
        let lines = CompareText(comparison: comparison, labels: ("old", "new"), samplesAreRuns: false).lines
        #expect(lines.contains { $0.contains("missing: only in the old files") })
        #expect(lines.contains { $0.hasSuffix("benchmark set differs from baseline; geomeans may not be comparable") })
    }

    @Test func `where nothing is in both sets the first line says so`() throws {
        let comparison = ComparisonOfSets(old: [try samples([1])], new: [try samples([1], of: "B")])
        #expect(!comparison.isAnythingCompared)
        let lines = CompareText(comparison: comparison, labels: ("old", "new"), samplesAreRuns: false).lines
        #expect(lines[0].hasPrefix("Nothing was compared"))
        #expect(CompareGate.decision(on: CompareGate.rows(comparison), policy: GatePolicy()).status == 3)
    }

    @Test func `values declared exact have a mode and no test`() throws {
        let head = ["Unit widgets assume=exact", "Unit widgets better=lower"]
        let old = try report(head + ["BenchmarkA 1 3 widgets", "BenchmarkA 1 3 widgets", "BenchmarkA 1 9 widgets"])
        let new = try report(head + ["BenchmarkA 1 3 widgets", "BenchmarkA 1 3 widgets"])
        let row = try only(ComparisonOfSets(old: [old], new: [new]))
        #expect(row.old?.centre == 3 && row.p == nil)
        #expect(row.old?.note?.contains("range from 3.0 to 9.0") == true)
    }

    @Test func `the number of processors returns to the name, and a difference of it is told`() throws {
        let comparison = ComparisonOfSets(
            old: [try report(["BenchmarkA/n=10-4 1 5 ns/op"])],
            new: [try report(["BenchmarkA/n=10-8 1 5 ns/op"])]
        )
        #expect(comparison.rows.map(\.name) == ["A/n=10-4"])
        #expect(comparison.warnings.map(\.code) == ["context-differs"])
    }

    @Test(arguments: [
        ("ns/op", "sec/op"), ("MB/s", "B/s"), ("x-MB/s", "x-B/s"), ("op/ns", "op/ns"), ("Mwords/s", "Mwords/s"),
        ("ns*MB/s", "sec*B/s"), ("B/op", "B/op"), ("µs", "µs"), ("B/ns*ns", "B/ns*sec"),
    ])
    func `units are tidied in the numerator only`(written: String, tidied: String) {
        #expect(TidiedUnit(of: written).name == tidied)
    }

    @Test func `the gate sees levels in the canonical unit`() throws {
        let comparison = ComparisonOfSets(old: [try samples([10])], new: [try samples([20])])
        let row = try #require(CompareGate.rows(comparison).first)
        #expect(row.unit == "ns" && row.key.metric == "ns/op")
        #expect(row.before.map { abs($0 - 10) < 1e-9 } == true && row.after.map { abs($0 - 20) < 1e-9 } == true)
    }

    @Test func `JSON has every figure, null where there is none`() throws {
        let comparison = ComparisonOfSets(old: [try samples([0, 0, 0])], new: [try samples([5, 5, 5])])
        let text = String(
            decoding: try JSONEncoder().encode(CompareJSON(comparison, old: ["a"], new: ["b"], samplesAreRuns: false)),
            as: UTF8.self
        )
        #expect(
            text.contains(#""ratio":null"#) && text.contains(#""interval":null"#)
                && text.contains(#""verdict":"regressed""#)
        )
    }
}
