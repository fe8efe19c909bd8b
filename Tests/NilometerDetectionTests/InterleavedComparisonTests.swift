import Foundation
import NilometerCore
import NilometerDetection
import NilometerStatistics
import Testing

struct InterleavedComparisonTests {
    /// Pairs of about 100 with noise of about 1 % and a drift of 10 % over all of them, in the order base, head, head, base.
    private func readings(
        _ step: Double,
        pairs count: Int = 30,
        metric: String = "ns/op",
        better: Better = .lower,
        seed: Int = 1
    ) -> PairedReadings {
        var generator = SplitMix(seed: UInt64(seed))
        func run(_ place: Int) -> Double {
            let noise = (0..<4).reduce(0.0) { sum, _ in sum + Double.random(in: -0.01...0.01, using: &generator) }
            return 100 * (1 + noise) * (1 + 0.1 * Double(place) / Double(2 * count))
        }
        let pairs = (0..<count).map { place in
            let (first, second) = (run(2 * place), run(2 * place + 1))
            return place % 2 == 0
                ? PairedReadings.Pair(base: first, head: second * (1 + step))
                : PairedReadings.Pair(base: second, head: first * (1 + step))
        }
        return PairedReadings(benchmark: "Parse\(seed)", metric: metric, unit: "ns", better: better, pairs: pairs)
    }

    @Test(arguments: [(0.05, Verdict.regressed), (-0.05, .improved)])
    func `a difference of 5 % is shown at the first look, whatever the machine drifts`(
        step: Double,
        verdict: Verdict
    )
        throws
    {
        let comparison = InterleavedComparison([readings(step)], isOver: true)
        let row = try #require(comparison.rows.first)
        #expect(row.verdict == verdict && row.isDecided)
        #expect(row.pairs == 12 && row.look?.level == 0.0005)
        #expect(row.interval?.contains(1 + step) == true)
        #expect(try #require(row.smallestEffect) < 0.05)
        #expect(comparison.nextLook == nil)
    }

    @Test func `what is better decides the word, and unknown is told`() {
        let rows = InterleavedComparison(
            [readings(0.05, better: .higher), readings(0.05, better: .unknown, seed: 2)],
            isOver: true
        ).rows
        #expect(rows.map(\.verdict) == [.improved, .inconclusive])
        #expect(rows[1].reason.contains("declare"))
    }

    @Test
    func `no difference within a wide limit is unchanged, within a narrow one inconclusive with what would settle it`()
        throws
    {
        let wide = InterleavedComparison([readings(0)], limit: 0.05, isOver: true)
        #expect(wide.rows[0].verdict == .unchanged)
        let narrow = InterleavedComparison([readings(0)], limit: 0.001, isOver: true)
        let row = narrow.rows[0]
        #expect(row.verdict == .inconclusive && row.pairs == 30)
        #expect(try #require(row.pairsToSettle) > 30)
        #expect(try #require(row.smallestEffect) > 0.002)
    }

    @Test func `the next look is asked for until all is decided or the plan ends`() {
        #expect(InterleavedComparison([readings(0, pairs: 5)], isOver: false).nextLook == 12)
        #expect(InterleavedComparison([readings(0.002, pairs: 14)], limit: 0.001, isOver: false).nextLook == 20)
        #expect(InterleavedComparison([readings(0.05, pairs: 12)], isOver: false).nextLook == nil)
        #expect(InterleavedComparison([readings(0.002)], limit: 0.001, isOver: false).nextLook == nil)
        let early = InterleavedComparison([readings(0, pairs: 5)], isOver: false).rows[0]
        #expect(early.verdict == .inconclusive && early.reason.contains("12"))
    }

    @Test func `when time is out the last pair is the last look`() {
        let row = InterleavedComparison([readings(0.03, pairs: 17)], isOver: true).rows[0]
        #expect(row.verdict == .regressed && (row.look?.pairs == 12 || row.look?.pairs == 17))
        let none = InterleavedComparison([readings(0.05, pairs: 4)], isOver: true).rows[0]
        #expect(none.verdict == .inconclusive && none.pairs == 4 && none.pairsToSettle != nil)
    }

    @Test func `a count is decided by one pair run twice, one that flickers is not exact`() {
        func count(_ pairs: [(Double, Double)], metric: String = "allocs/op") -> InterleavedRow {
            let readings = PairedReadings(
                benchmark: "B",
                metric: metric,
                unit: "1",
                better: .lower,
                pairs: pairs.map { PairedReadings.Pair(base: $0.0, head: $0.1) }
            )
            return InterleavedComparison([readings], isOver: true).rows[0]
        }
        #expect(count([(7, 8), (7, 8)]).verdict == .regressed)
        #expect(count([(8, 7), (8, 7)]).verdict == .improved)
        #expect(count([(7, 7), (7, 7)]).verdict == .unchanged)
        #expect(count([(0, 3), (0, 3)]).verdict == .regressed)
        #expect(count([(7, 8)]).verdict == .inconclusive)
        #expect(count([(7, 8), (8, 8)]).verdict == .inconclusive)
        #expect(count([(7, 8), (7, 8)], metric: "widgets").verdict == .inconclusive)
        #expect(count([]).verdict == .missing)
    }

    @Test func `the first pair is left out where that is asked`() {
        var given = readings(0.05, pairs: 13)
        given.pairs[0] = .init(base: 500, head: 100)
        let row = InterleavedComparison([given], isOver: true, dropsFirst: true).rows[0]
        #expect(row.pairs == 12 && row.verdict == .regressed)
    }

    @Test func `a drift of the machine is told, and one of the base alone stops the verdict`() {
        let drifting = InterleavedComparison([readings(0.05)], plan: LookPlan(pairs: 40), isOver: true).rows[0]
        #expect(drifting.warnings.map(\.code) == ["environment-drift"])
        var alone = readings(0)
        for place in alone.pairs.indices where place >= 15 { alone.pairs[place].base *= 0.93 }
        // Looked at once: the head seems slower than the base only because the base ended otherwise than it began.
        let once = InterleavedComparison([alone], plan: LookPlan().ending(at: 30), isOver: true).rows[0]
        #expect(once.verdict == .inconclusive)
        #expect(once.warnings.contains { $0.code == "one-sided-drift" })
    }

    @Test func `many benchmarks without a difference hardly ever give one`() throws {
        let given = (0..<40).map { readings(0, seed: $0 + 10) } + [readings(0.05, seed: 5)]
        let comparison = InterleavedComparison(given, isOver: true)
        #expect(comparison.rows.last?.verdict == .regressed)
        #expect(comparison.count(of: .regressed) == 1 && comparison.count(of: .improved) == 0)
        // Among many only a larger difference could have been shown.
        let alone = InterleavedComparison([given[0]], isOver: true).rows[0]
        #expect(try #require(comparison.rows[0].smallestEffect) >= (try #require(alone.smallestEffect)))
    }
}
