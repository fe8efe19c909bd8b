import Foundation
import NilometerDetection
import NilometerStatistics
import Testing

@testable import NilometerDetection

struct LookPlanTests {
    // Pocock, 1977: two equal looks that err in 5 % together have the level .0294 each; five have .0158.
    @Test(arguments: [(2, 0.0294), (5, 0.0158)])
    func `equal looks err together as published`(looks: Int, level: Double) {
        var walk = LookPlan.Walk()
        let error = (1...looks).reduce(0.0) { $0 + walk.cross(at: Double($1) / Double(looks), level: level) }
        #expect(abs(error - 0.05) < 2e-4)
    }

    @Test func `one look has the whole error, however late`() {
        #expect(abs(LookPlan.Walk().level(at: 1, spending: 0.01) - 0.01) < 1e-9)
        #expect(LookPlan(pairs: 8).looks == [LookPlan.Look(pairs: 8, level: LookPlan(pairs: 8).looks[0].level)])
        #expect(abs(LookPlan(pairs: 8).looks[0].level - 0.01) < 1e-9)
    }

    @Test(arguments: [1, 2, 7, 10, 16, 20, 24, 30, 50, 100])
    func `looks rise to the planned number, and each can decide from eight pairs on`(pairs: Int) {
        let looks = LookPlan(pairs: pairs).looks
        #expect(looks.last?.pairs == pairs)
        #expect(zip(looks, looks.dropFirst()).allSatisfy { $0.pairs < $1.pairs && $0.level < $1.level })
        if pairs >= LookPlan.fewestPairs {
            #expect(looks.allSatisfy { pow(2, Double(1 - $0.pairs)) <= $0.level })
        }
    }

    @Test func `a plan that ends early spends what is left there`() {
        let plan = LookPlan().ending(at: 17)
        #expect(plan.looks.map(\.pairs) == [12, 17])
        #expect(plan.looks[0] == LookPlan().looks[0])
        #expect(plan.looks[1].level > 0.009 && plan.looks[1].level < 0.01)
        #expect(LookPlan().ending(at: 30) == LookPlan())
        #expect(LookPlan().ending(at: 5).looks.map(\.pairs) == [5])
    }

    @Test(arguments: [(30, 30), (16, 16), (50, 50), (30, 23)])
    func `all looks together err in 1 % of simulated comparisons without a difference`(planned: Int, made: Int) {
        let plan = LookPlan(pairs: planned).ending(at: made)
        var generator = SplitMix(seed: UInt64(1000 * planned + made))
        let count = 4000
        // The exact test again, by its critical sums: all differences are distinct here.
        let bounds = plan.looks.map { look in
            (0...(look.pairs * (look.pairs + 1) / 4)).last { sum in
                Self.p(sum, look.pairs) <= look.level
            } ?? -1
        }
        var rejected = 0
        for _ in 0..<count {
            let differences = (0..<made).map { _ in
                (0..<4).reduce(0.0) { sum, _ in sum + Double.random(in: -1...1, using: &generator) }
            }
            let passes = zip(plan.looks, bounds).contains { look, bound in
                let part = differences.prefix(look.pairs)
                let order = part.indices.sorted { abs(part[$0]) < abs(part[$1]) }
                let above = order.enumerated().reduce(0) { part[$1.element] > 0 ? $0 + $1.offset + 1 : $0 }
                return min(above, look.pairs * (look.pairs + 1) / 2 - above) <= bound
            }
            if passes { rejected += 1 }
        }
        let share = Double(rejected) / Double(count)
        let text = plan.looks.map { "\($0.pairs) at \(String(format: "%.5f", $0.level))" }.joined(separator: ", ")
        print("looks after \(text): \(share) of \(count) simulated comparisons err")
        // Three standard errors around 1 %; discrete p spend a little less.
        #expect(share > 0.0045 && share < 0.0147)
    }

    private static let tails = Tails()

    private static func p(_ sum: Int, _ count: Int) -> Double { tails.p(sum, count) }

    /// Two-sided p of the signed-rank sum without ties, for up to 50 pairs.
    private struct Tails {
        private let shares: [[Double]]

        init() {
            var shares = [[1.0]]
            for rank in 1...50 {
                let last = shares[rank - 1]
                shares.append(
                    (0..<(last.count + rank)).map { sum in
                        ((sum < last.count ? last[sum] : 0) + (sum >= rank ? last[sum - rank] : 0)) / 2
                    }
                )
            }
            self.shares = shares
        }

        func p(_ sum: Int, _ count: Int) -> Double { 2 * shares[count].prefix(sum + 1).reduce(0, +) }
    }
}
