import Foundation
import NilometerStatistics
import Testing

struct PairedRatioTests {
    // Walsh averages of the five log ratios log 1.1, log 1.2, log 1.2, log 1.3, log 1.4: their median is that of 15.
    @Test func `the factor is the centre of all averages of pairs of log ratios`() throws {
        let pairs: [(Double, Double)] = [(10, 11), (20, 24), (5, 6), (1, 1.3), (100, 140)]
        let logs = pairs.map { log($0.1 / $0.0) }
        let averages = logs.indices.flatMap { first in logs[first...].map { (logs[first] + $0) / 2 } }.sorted()
        let ratio = try #require(PairedRatio(pairs))
        #expect(abs(ratio.factor - exp(averages[7])) < 1e-12)
        #expect(abs(ratio.interval.lowerBound - 1.1) < 1e-12 && abs(ratio.interval.upperBound - 1.4) < 1e-12)
        #expect(ratio.coverage == 0.9375)
    }

    @Test func `pairs without two finite values above 0 are left out, and nothing gives nothing`() throws {
        let odd: [(Double, Double)] = [(0, 1), (1, 0), (-1, 2), (.nan, 1), (1, .infinity)]
        #expect(PairedRatio(odd) == nil)
        #expect(PairedRatio(odd + [(2, 3)])?.factor == exp(log(3.0) - log(2.0)))
    }

    @Test(arguments: 0..<20)
    func `swapping the sides inverts factor and interval`(seed: Int) throws {
        var generator = SplitMix(seed: UInt64(seed))
        let pairs = (0..<12).map { _ in
            (Double.random(in: 1...2, using: &generator), Double.random(in: 3...4, using: &generator))
        }
        let (one, other) = (try #require(PairedRatio(pairs)), try #require(PairedRatio(pairs.map { ($0.1, $0.0) })))
        #expect(abs(one.factor * other.factor - 1) < 1e-12)
        #expect(abs(one.interval.lowerBound * other.interval.upperBound - 1) < 1e-12)
    }
}
