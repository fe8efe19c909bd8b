import Foundation
import NilometerStatistics
import Testing

struct ShiftTests {
    @Test func `the shift of two samples, its rank, interval and coverage agree with a full count`() throws {
        for row in try Vectors().cases("hodges_lehmann") {
            let (a, b) = (try row.numbers("a"), try row.numbers("b"))
            for (name, confidence) in [("conf95", 0.95), ("conf99", 0.99)] where row.has(name) {
                let expected = try row.part(name)
                let shift = try #require(HodgesLehmann.shift(a, b, confidence: confidence))
                #expect(agree(shift.estimate, try expected.number("est")))
                #expect(agree(Double(shift.rank), try expected.number("k_exact")))
                #expect(agree(shift.coverage, try expected.number("coverage_exact")))
                let ends = try expected.numbers("ci_exact")
                #expect(agree(shift.interval.lowerBound, ends[0]) && agree(shift.interval.upperBound, ends[1]))
                let normal = try #require(HodgesLehmann.shift(a, b, confidence: confidence, exactPairs: 0))
                #expect(agree(Double(normal.rank), try expected.number("k_normal")))
                let wide = try expected.numbers("ci_normal")
                #expect(agree(normal.interval.lowerBound, wide[0]) && agree(normal.interval.upperBound, wide[1]))
            }
            if row.has("rel") {
                let logs = try #require(HodgesLehmann.shift(a.map { log($0) }, b.map { log($0) }))
                #expect(agree(logs.estimate, try row.part("rel").number("log_est")))
                #expect(agree(exp(logs.estimate), try row.part("rel").number("ratio")))
            }
        }
    }

    @Test(arguments: 0..<60)
    func `the shift is the median of all differences, whatever the sizes and ties`(seed: Int) throws {
        var generator = SplitMix(seed: UInt64(seed))
        let (n, m) = (Int.random(in: 1...70, using: &generator), Int.random(in: 1...70, using: &generator))
        let isCoarse = seed % 3 == 0
        func value() -> Double {
            let value = Double.random(in: -5...5, using: &generator)
            return isCoarse ? value.rounded() : value
        }
        let a = (0..<n).map { _ in value() }
        let b = (0..<m).map { _ in value() }
        let all = b.flatMap { second in a.map { second - $0 } }.sorted()
        let shift = try #require(HodgesLehmann.shift(a, b))
        #expect(agree(shift.estimate, try #require(Median.of(all)), within: 1e-12))
        #expect(shift.interval.lowerBound == all[shift.rank - 1])
        #expect(shift.interval.upperBound == all[all.count - shift.rank])
    }

    @Test func `the signed rank test and the centre of pairs agree with scipy`() throws {
        for row in try Vectors().cases("paired_signed_rank") {
            let differences = try row.numbers("d")
            let test = SignedRank(differences)
            #expect(agree(test.sum, try row.number("W_plus")))
            #expect(agree(test.p, try row.number("p_exact")))
            let centre = try #require(SignedRank.centre(differences))
            #expect(agree(centre.estimate, try row.number("hl")))
            #expect(agree(Double(centre.rank), try row.number("k95")))
            let ends = try row.numbers("ci95")
            #expect(agree(centre.interval.lowerBound, ends[0]) && agree(centre.interval.upperBound, ends[1]))
        }
    }

    @Test func `twelve pairs of one sign reach two over two to the twelfth`() {
        #expect(agree(SignedRank((1...12).map(Double.init)).p, 2 / 4096, within: 1e-15))
        #expect(SignedRank([0, 0]).p == 1)
        #expect(SignedRank([]).p == 1)
        #expect(SignedRank.centre([]) == nil)
        #expect(HodgesLehmann.shift([], [1]) == nil)
    }

    @Test(arguments: [(30, 40, 380.0), (60, 80, 1500), (100, 100, 3200), (25, 100, 500), (21, 21, 60)])
    func `the tail of U is within two per cent of the exact one`(n: Int, m: Int, u: Double) {
        let exact = 2 * MannWhitney.distribution(n, m, upTo: Int(u)).reduce(0, +)
        #expect(abs(UTail.twoSided(u, n, m) / exact - 1) < 0.02)
    }
}
