import Foundation
import NilometerCore
import NilometerDetection
import Testing

struct HistoryComparerTests {
    private let comparer = HistoryComparer(detector: Detectors.all[0])

    private func series(_ metric: String, better: Better = .lower, unit: String? = nil) -> Series {
        Series(
            id: "ser_\(metric)",
            project: "p",
            key: SeriesKey(benchmark: "Parse", parameters: [:], metric: metric),
            machine: "ci",
            unit: unit ?? CanonicalUnit(of: metric).name,
            better: better,
            isExact: Metric.isCount(metric: metric)
        )
    }

    private func points(_ values: [Double], prefix: String) -> [Point] {
        values.enumerated().map { Point(commit: "\(prefix)\($0)", run: "run_\(prefix)\($0)", value: $1) }
    }

    private func compared(_ series: Series, history: [Double], head: [Double]) throws -> ComparisonRow {
        let old = points(history, prefix: "h")
        let item = ComparedSeries(series: series, history: old, base: old.suffix(1), head: points(head, prefix: "x"))
        return try #require(comparer.rows(for: [item]).first)
    }

    /// Twenty runs around 100 with noise of about 2 %.
    private let noisy: [Double] = (0..<20).map { (run: Int) -> Double in
        let phase = Double(run)
        return 100 + 2 * sin(phase * 2.4) + 0.7 * cos(phase * 5.1)
    }

    @Test func `one more allocation in one run is a regression, by its difference alone`() throws {
        let row = try compared(series("allocs/op"), history: [7, 7, 7], head: [8])
        #expect(row.verdict == .regressed)
        #expect(row.ratio == nil && row.interval == nil && row.p == nil)
        #expect((row.before, row.after) == (7, 8))
    }

    @Test func `equal counts are unchanged, fewer are an improvement`() throws {
        #expect(try compared(series("allocs/op"), history: [7], head: [7]).verdict == .unchanged)
        #expect(try compared(series("allocs/op"), history: [7], head: [6]).verdict == .improved)
    }

    @Test func `a rise of a count from 0 is a regression, told as such`() throws {
        let row = try compared(series("allocs/op"), history: [0, 0], head: [3])
        #expect(row.verdict == .regressed && row.isRiseFromZero && row.ratio == nil)
    }

    @Test func `a count that was seen before at this level is not decided by one run`() throws {
        let row = try compared(series("allocs/op"), history: [7, 8, 7, 7], head: [8])
        #expect(row.verdict == .inconclusive && row.runsToSettle == 2)
    }

    @Test func `counts whose samples overlap are inconclusive`() throws {
        var (old, new) = (points([4], prefix: "h"), points([5], prefix: "x"))
        old[0].samples = [4, 4, 4, 5, 5]
        new[0].samples = [4, 5, 5, 5, 5]
        let item = ComparedSeries(series: series("allocs/op"), history: old, base: old, head: new)
        #expect(comparer.rows(for: [item]).first?.verdict == .inconclusive)
    }

    @Test func `one run that is twice as slow is a regression against twenty quiet runs`() throws {
        let row = try compared(series("ns/op"), history: noisy, head: [200])
        #expect(row.verdict == .regressed)
        #expect(abs((row.ratio ?? 0) - 2) < 0.05)
        #expect(row.interval?.contains(2) == true)
        #expect((row.p ?? 1) < 1e-6)
        #expect((row.baseRuns, row.headRuns) == (20, 1))
    }

    @Test func `noise is inconclusive, with the smallest effect that could have been seen`() throws {
        let row = try compared(series("ns/op"), history: noisy, head: [101.5])
        #expect(row.verdict == .inconclusive)
        let effect = try #require(row.smallestEffect)
        #expect(effect > 0.03 && effect < 0.2)
        // What was said holds: an effect of that size and a half more is seen, a third of it is not.
        #expect(try compared(series("ns/op"), history: noisy, head: [100 * (1 + 1.5 * effect)]).verdict == .regressed)
        #expect(try compared(series("ns/op"), history: noisy, head: [100 * (1 + effect / 3)]).verdict == .inconclusive)
    }

    @Test func `the number of runs that would settle it does settle it`() throws {
        let one = try compared(series("ns/op"), history: noisy, head: [105])
        #expect(one.verdict == .inconclusive)
        let needed = try #require(one.runsToSettle)
        #expect(needed > 1 && needed < 20)
        let several = try compared(series("ns/op"), history: noisy, head: [Double](repeating: 105, count: needed))
        #expect(several.verdict == .regressed)
    }

    @Test func `several runs within one per cent are unchanged`() throws {
        let quiet = noisy.map { 100 + ($0 - 100) / 20 }
        let row = try compared(series("ns/op"), history: quiet, head: [100, 100.1, 99.9, 100])
        #expect(row.verdict == .unchanged)
    }

    @Test func `more of a metric that is better when higher is an improvement`() throws {
        #expect(try compared(series("MB/s", better: .higher), history: noisy, head: [200]).verdict == .improved)
        #expect(try compared(series("MB/s", better: .higher), history: noisy, head: [50]).verdict == .regressed)
    }

    @Test func `a move of a metric whose direction nobody declared is shown and not judged`() throws {
        let row = try compared(series("words/op", better: .unknown), history: noisy, head: [200])
        #expect(row.verdict == .inconclusive && row.reason.contains("declare"))
        #expect(row.ratio != nil)
    }

    @Test func `a side without a reading is missing`() throws {
        let gone = ComparedSeries(
            series: series("ns/op"),
            history: points(noisy, prefix: "h"),
            base: points([100], prefix: "b"),
            head: []
        )
        let fresh = ComparedSeries(series: series("allocs/op"), history: [], base: [], head: points([3], prefix: "x"))
        let rows = comparer.rows(for: [gone, fresh])
        #expect(rows.map(\.verdict) == [Verdict.missing, .missing])
        #expect(rows[0].reason != rows[1].reason)
    }

    @Test func `a base on other processors is not compared`() throws {
        var item = ComparedSeries(series: series("ns/op"), history: [], base: [], head: points([3], prefix: "x"))
        item.isBaseElsewhere = true
        #expect(comparer.rows(for: [item]).first?.verdict == .inconclusive)
    }

    @Test func `a young series takes the noise of its siblings`() throws {
        let old = points(noisy, prefix: "h")
        let sibling = ComparedSeries(series: series("ns/op"), history: old, base: old.suffix(1), head: old.suffix(1))
        let young = points([100, 101, 99], prefix: "y")
        func verdict(_ head: Double, with items: [ComparedSeries]) -> Verdict? {
            var own = series("ns/op")
            own.key.benchmark = "Young"
            let new = points([head], prefix: "x")
            let item = ComparedSeries(series: own, history: young, base: young.suffix(1), head: new)
            return comparer.rows(for: items + [item]).last?.verdict
        }
        #expect(verdict(200, with: [sibling]) == .regressed)
        #expect(verdict(102, with: [sibling]) == .inconclusive)
        #expect(verdict(200, with: []) == .inconclusive)
    }

    @Test func `two runs alone decide only what is out of the question`() throws {
        func verdict(_ base: [Double], _ head: [Double]) -> Verdict? {
            var (old, new) = (points([base[2]], prefix: "h"), points([head[2]], prefix: "x"))
            (old[0].samples, new[0].samples) = (base, head)
            return comparer.rows(
                for: [ComparedSeries(series: series("ns/op"), history: old, base: old, head: new)]
            ).first?.verdict
        }
        #expect(verdict([100, 101, 102, 103, 104], [300, 301, 302, 303, 304]) == .regressed)
        #expect(verdict([100, 101, 102, 103, 104], [120, 121, 122, 123, 124]) == .inconclusive)
        #expect(verdict([100, 101, 102, 103, 400], [300, 301, 302, 303, 304]) == .inconclusive)
    }

    @Test func `times of one binary are unchanged by proof, its counts are compared`() throws {
        func row(_ metric: String, _ head: Double) throws -> ComparisonRow {
            let old = points(metric == "ns/op" ? noisy : [7, 7, 7], prefix: "h")
            var item = ComparedSeries(
                series: series(metric),
                history: old,
                base: old.suffix(1),
                head: points([head], prefix: "x")
            )
            item.isSameBinary = true
            return try #require(comparer.rows(for: [item]).first)
        }
        let time = try row("ns/op", 300)
        #expect(time.verdict == .unchanged && time.reason == "same binary" && time.p == nil)
        #expect(time.smallestEffect == 0)
        #expect(try row("allocs/op", 8).verdict == .regressed)
    }

    @Test func `times of one binary do not count among the tests that are corrected together`() throws {
        let old = points(noisy, prefix: "h")
        func rows(_ isSame: Bool) -> [ComparisonRow] {
            comparer.rows(
                for: (0..<200).map { place in
                    var own = series("ns/op")
                    own.key.benchmark = "B\(place)"
                    let head = points([place == 0 ? 109 : 100], prefix: "x")
                    return ComparedSeries(
                        series: own,
                        history: old,
                        base: old.suffix(1),
                        head: head,
                        isSameBinary: isSame && place > 0
                    )
                }
            )
        }
        #expect(rows(true)[0].verdict == .regressed && rows(false)[0].verdict == .inconclusive)
        // What could have been seen among two hundred is more than what can be seen alone.
        let (alone, among) = (try #require(rows(true)[0].smallestEffect), try #require(rows(false)[0].smallestEffect))
        #expect(among > 1.3 * alone)
    }

    @Test func `every row that compares something says what it could have seen`() throws {
        #expect(try compared(series("allocs/op"), history: [8, 8], head: [9]).smallestEffect == 0.125)
        #expect(try compared(series("allocs/op"), history: [0, 0], head: [1]).smallestEffect == 0)
        #expect(try compared(series("ns/op"), history: noisy, head: [200]).smallestEffect != nil)
        let unchanged = try compared(
            series("ns/op"),
            history: noisy.map { 100 + ($0 - 100) / 20 },
            head: [100, 100, 100, 100]
        )
        #expect(unchanged.verdict == .unchanged && unchanged.smallestEffect != nil)
        var (old, new) = (points([100], prefix: "h"), points([101], prefix: "x"))
        (old[0].samples, new[0].samples) = ([99, 100, 100, 102], [100, 101, 101, 103])
        let young = ComparedSeries(series: series("ns/op"), history: old, base: old, head: new)
        #expect(comparer.rows(for: [young]).first?.smallestEffect == 0.5)
    }

    @Test func `what is inconclusive by noise names runs, however short the history`() throws {
        let short = [100, 108, 95, 103, 99, 106, 92, 101, 97, 104].map(Double.init)
        let row = try compared(series("ns/op"), history: short, head: [101.5])
        #expect(row.verdict == .inconclusive)
        let runs = try #require(row.runsToSettle)
        #expect(runs > 10 && row.reason.contains("\(runs) runs of the head after as many points of history"))
    }

    /// Property: pure noise is almost never called a change, whatever its size.
    @Test(arguments: [UInt64(1), 2, 3])
    func `of a thousand runs that differ by noise alone at most one is called changed`(seed: UInt64) throws {
        var generator = SplitMix(state: seed)
        var items: [ComparedSeries] = []
        for index in 0..<1000 {
            let values = (0..<25).map { _ in 100 * exp(0.05 * generator.gaussian()) }
            let old = points(Array(values.dropLast()), prefix: "h")
            var own = series("ns/op")
            own.key.benchmark = "B\(index)"
            items.append(
                ComparedSeries(series: own, history: old, base: old.suffix(1), head: points([values[24]], prefix: "x"))
            )
        }
        let changed = comparer.rows(for: items).filter { $0.verdict == .regressed || $0.verdict == .improved }
        #expect(changed.count <= 1)
    }

    @Test func `hostile values neither trap nor give a figure that is not a number`() throws {
        let odd: [[Double]] = [
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [1e308, -1e308, 1e308, -1e308, 1, 2, 3, 4, 5, 6],
            [Double](repeating: .leastNonzeroMagnitude, count: 12), [-1, -2, -3, -1, -2, -3, -1, -2, -3, -1], [5],
        ]
        for history in odd {
            for head in [[0], [1e308], [-1e308], [.leastNonzeroMagnitude]] as [[Double]] {
                for metric in ["ns/op", "B/op", "allocs/op"] {
                    let row = try compared(series(metric), history: history, head: head)
                    #expect(row.p.map { (0...1).contains($0) } ?? true, "\(history) \(head)")
                }
            }
        }
    }
}

/// A small seeded generator.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func gaussian() -> Double {
        let (a, b) = (Double.random(in: 1e-12...1, using: &self), Double.random(in: 0...1, using: &self))
        return (-2 * log(a)).squareRoot() * cos(2 * Double.pi * b)
    }
}
