import Foundation
import NilometerCore
import NilometerDetection
import Testing

/// What the rules of a project change in the comparison of two revisions.
struct RuledComparisonTests {
    /// Twenty runs around 100 with noise of about 2 %.
    private static let noisy: [Double] = (0..<20).map { (run: Int) -> Double in
        let phase = Double(run)
        return 100 + 2 * sin(phase * 2.4) + 0.7 * cos(phase * 5.1)
    }

    private func row(
        _ metric: String,
        history: [Double],
        head: [Double],
        better: Better = .lower,
        _ set: (inout Rule) -> Void
    ) throws -> ComparisonRow {
        var rule = Rule()
        set(&rule)
        let series = Series(
            id: "ser",
            project: "p",
            key: SeriesKey(benchmark: "Parse", parameters: [:], metric: metric),
            machine: "ci",
            unit: CanonicalUnit(of: metric).name,
            better: better,
            isExact: Metric.isCount(metric: metric)
        )
        func points(_ values: [Double], _ prefix: String) -> [Point] {
            values.enumerated().map { Point(commit: "\(prefix)\($0)", run: "\(prefix)\($0)", value: $1) }
        }
        let old = points(history, "h")
        let item = ComparedSeries(
            series: series.ruled(by: rule),
            history: old,
            base: Array(old.suffix(1)),
            head: points(head, "x"),
            rule: rule
        )
        return try #require(HistoryComparer(detector: Detectors.all[0]).rows(for: [item]).first)
    }

    @Test func `a difference counts from the limit of its series on`() throws {
        #expect(try row("ns/op", history: Self.noisy, head: [115]) { _ in }.verdict == .regressed)
        #expect(try row("ns/op", history: Self.noisy, head: [115]) { $0.smallestShare = 0.2 }.verdict == .inconclusive)
        #expect(
            try row("ns/op", history: Self.noisy, head: [115]) { $0.smallestDifference = 20 }.verdict == .inconclusive
        )
        #expect(try row("ns/op", history: Self.noisy, head: [115]) { $0.smallestDifference = 5 }.verdict == .regressed)
        let same = try row("ns/op", history: Self.noisy, head: [100, 101, 99, 100]) { $0.smallestShare = 0.05 }
        #expect(same.verdict == .unchanged && same.reason == "shown to be within 5 %")
        #expect(try row("ns/op", history: Self.noisy, head: [100, 101, 99, 100]) { _ in }.verdict == .inconclusive)
    }

    @Test func `a count may move by less than the rules ask`() throws {
        let small = try row("allocs/op", history: [100, 100], head: [101]) { $0.smallestShare = 0.02 }
        #expect(small.verdict == .unchanged && small.reason == "100 to 101: less than the rules ask")
        #expect(
            try row("allocs/op", history: [100, 100], head: [102]) { $0.smallestShare = 0.02 }.verdict == .regressed
        )
        #expect(try row("allocs/op", history: [0, 0], head: [1]) { $0.smallestShare = 0.02 }.verdict == .regressed)
    }

    @Test func `class and direction are the rules'`() throws {
        #expect(try row("allocs/op", history: [7, 7, 7], head: [8]) { $0.kind = .noisy }.verdict == .inconclusive)
        let exact = try row("ns/op", history: [7, 7, 7], head: [8]) { $0.kind = .exact }
        #expect(exact.verdict == .regressed && exact.p == nil)
        #expect(try row("allocs/op", history: [7, 7], head: [8]) { $0.better = .higher }.verdict == .improved)
    }

    @Test func `a hard limit decides where the head crossed it, and not the base`() throws {
        let above = try row("ns/op", history: Self.noisy, head: [103]) { $0.most = 102 }
        #expect(above.verdict == .regressed && above.reason == "it is above the 102 that a rule allows at most")
        #expect(try row("ns/op", history: Self.noisy, head: [101]) { $0.most = 102 }.verdict == .inconclusive)
        let before = try row("allocs/op", history: [12, 12], head: [12]) { $0.most = 11 }
        #expect(before.verdict == .unchanged)
        #expect(before.reason == "equal; it was above the 11 that a rule allows at most before")
        let below = try row("MB/s", history: Self.noisy, head: [98], better: .higher) { $0.least = 99 }
        #expect(below.verdict == .regressed && below.reason == "it is below the 99 that a rule allows at least")
        let fewer = try row("allocs/op", history: [20, 20], head: [10]) { $0.least = 11 }
        #expect(fewer.verdict == .regressed)
    }
}
