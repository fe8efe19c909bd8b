import Foundation
import NilometerStatistics
import Testing

struct MannWhitneyTests {
    @Test func `the exact test without ties agrees with scipy`() throws {
        for row in try Vectors().cases("mwu_exact_noties") {
            let (a, b) = (try row.numbers("a"), try row.numbers("b"))
            let exact = MannWhitney.conditional(a, b, exactLimit: 30)
            #expect(exact.isExact)
            #expect(agree(exact.u, try row.number("U1")))
            #expect(agree(exact.p, try row.number("p_exact")))
            #expect(agree(MannWhitney.doubledTail(a, b).p, try row.number("p_exact")))
            #expect(agree(MannWhitney.normal(a, b).p, try row.number("p_asymptotic_cc")))
        }
    }

    @Test func `both exact forms with ties agree with a full count`() throws {
        for row in try Vectors().cases("mwu_exact_ties") {
            let (a, b) = (try row.numbers("a"), try row.numbers("b"))
            let conditional = MannWhitney.conditional(a, b, exactLimit: 30)
            #expect(agree(conditional.u, try row.number("U1")))
            #expect(agree(conditional.p, try row.number("p_exact_conditional")))
            let doubled = MannWhitney.doubledTail(a, b, tiedLimit: 50)
            #expect(doubled.isExact)
            #expect(agree(doubled.p, try row.number("p_exact_twice_min")))
            #expect(MannWhitney.doubledTail(a, b).isExact == (max(a.count, b.count) <= 25 || Set(a + b).count == 1))
            if row.has("p_asymptotic_cc_tiecorr") {
                #expect(agree(MannWhitney.normal(a, b).p, try row.number("p_asymptotic_cc_tiecorr")))
            }
        }
    }

    @Test func `the smallest reachable p is two over the number of choices`() throws {
        for (sizes, expected) in try Vectors().numbers("mwu_min_p") {
            let counts = sizes.split { !$0.isNumber }.compactMap { Int($0) }
            let a = (0..<counts[0]).map(Double.init)
            let b = (0..<counts[1]).map { Double($0) + 1000 }
            let p = MannWhitney.conditional(a, b).p
            #expect(abs(p - min(1, expected)) <= 1e-12 * expected, "\(sizes)")
        }
    }

    @Test(arguments: [([], []), ([1], []), ([], [1]), ([2, 2], [2]), ([1], [2])] as [([Double], [Double])])
    func `p is 1 where nothing can be told`(a: [Double], b: [Double]) {
        #expect(MannWhitney.conditional(a, b).p == 1)
        #expect(MannWhitney.doubledTail(a, b).p == 1)
        #expect(MannWhitney.normal(a, b).p == 1)
    }

    @Test func `large samples without ties are counted as benchstat counts them, to fifty`() {
        let a = (0..<50).map { Double($0) }
        let b = (0..<50).map { Double($0) + 0.5 }
        #expect(MannWhitney.doubledTail(a, b).isExact)
        #expect(!MannWhitney.doubledTail(a + [99], b).isExact)
        let distance = abs(MannWhitney.doubledTail(a, b).p - MannWhitney.normal(a, b).p)
        #expect(distance < 1e-3)
    }

    @Test(arguments: [(3, 4), (8, 20), (20, 100), (100, 100)])
    func `the distribution of U sums to one`(n: Int, m: Int) {
        let sum = MannWhitney.distribution(n, m, upTo: n * m).reduce(0, +)
        #expect(abs(sum - 1) < 1e-6)
    }
}
