import NilometerStatistics
import Testing

struct SampleTests {
    @Test func `the symmetric interval of the median takes the expected order statistics`() throws {
        for row in try Vectors().cases("median_ci_symmetric_95") {
            let interval = SymmetricInterval(count: Int(try row.number("n")))
            #expect(Double(interval.low) == (try row.number("lo_order")))
            #expect(Double(interval.high) == (try row.number("hi_order")))
            #expect(agree(interval.coverage, try row.number("coverage")))
        }
    }

    @Test func `other comparisons of two samples agree with scipy`() throws {
        for row in try Vectors().cases("other_two_sample") {
            let (a, b) = (try row.numbers("a"), try row.numbers("b"))
            let munzel = try #require(Dominance.brunnerMunzel(a, b))
            #expect(agree(munzel.statistic, try row.part("brunner_munzel").number("stat")))
            #expect(agree(munzel.p, try row.part("brunner_munzel").number("p")))
            let smirnov = try #require(Dominance.kolmogorovSmirnov(a, b))
            #expect(agree(smirnov.statistic, try row.part("ks").number("D")))
            #expect(agree(smirnov.p, try row.part("ks").number("p_exact")))
            #expect(agree(Dominance.cliff(a, b), try row.number("cliffs_delta")))
            let deviation = try #require(MedianDeviation.of(a))
            #expect(agree(deviation, try row.number("mad_a")))
            #expect(agree(deviation * MedianDeviation.normalFactor, try row.number("mad_a_normal")))
        }
    }

    @Test func `energy statistics agree with MongoDB's package`() throws {
        for row in try Vectors().cases("energy_statistics") {
            let energy = try #require(EnergyStatistics(try row.numbers("x"), try row.numbers("y")))
            #expect(agree(energy.energy, try row.number("e")))
            #expect(agree(energy.statistic, try row.number("t")))
            #expect(agree(energy.coefficient, try row.number("h")))
        }
    }

    @Test func `bootstrap intervals lie within the spread of scipy's`() throws {
        for row in try Vectors().cases("bootstrap_95") {
            let isMean = try row.text("stat") == "mean"
            var generator = SplitMix(seed: 1)
            let bootstrap = try #require(
                Bootstrap(try row.numbers("x"), draws: 20_000, using: &generator) { values in
                    isMean ? values.reduce(0, +) / Double(values.count) : Median.of(values) ?? .nan
                }
            )
            for (name, interval) in [("percentile", bootstrap.percentile()), ("BCa", bootstrap.accelerated())] {
                let expected = try row.part(name)
                let tolerance = try expected.number("tol")
                #expect(
                    agree(interval.lowerBound, try expected.number("lo"), within: tolerance),
                    "\(row.fields) \(name)"
                )
                #expect(
                    agree(interval.upperBound, try expected.number("hi"), within: tolerance),
                    "\(row.fields) \(name)"
                )
            }
        }
    }

    @Test func `the sizes of samples agree with the normal approximation`() throws {
        for row in try Vectors().cases("sample_size") {
            let (deviation, step) = (try row.number("cv"), try row.number("mde"))
            let level = try row.number("alpha")
            let size = SampleSize.perSide(deviation: deviation, step: step, level: level)
            #expect(Double(size) == (try row.number("n_per_side_normal")))
            let byRanks = SampleSize.perSideByRanks(deviation: deviation, step: step, level: level)
            #expect(Double(byRanks) == (try row.number("n_mwu_are_0_955")))
            #expect(SampleSize.smallestStep(deviation: deviation, size, size, level: level) <= step * (1 + 1e-12))
        }
    }

    // numpy.quantile(method="median_unbiased") of 1, 2, 4, 8.
    @Test(arguments: [(0.0, 1.0), (0.25, 1.4166666666666667), (0.5, 3), (0.9, 8), (1, 8)])
    func `quantiles are those of Hyndman and Fan's eighth definition`(share: Double, expected: Double) throws {
        #expect(agree(try #require(Quantile.of([8, 1, 4, 2], at: share)), expected))
        #expect(Quantile.of([], at: share) == nil)
        #expect(Quantile.of([3], at: share) == 3)
    }

    // scipy.stats.levene(center="median"): F 4.571428571428571, p 0.05814435 for these.
    @Test func `a wider sample is seen by Brown and Forsythe`() throws {
        let test = try #require(BrownForsythe.test([1, 2, 3, 4, 5], [-5, -2, 3, 8, 11]))
        #expect(test.statistic > 4 && test.p < 0.08 && test.p > 0.01)
        #expect(BrownForsythe.test([1, 1], [2, 2]) == nil)
    }

    @Test func `alternating values correlate negatively, a ramp positively`() {
        #expect(Autocorrelation.of([1, -1, 1, -1, 1, -1]) < -0.8)
        #expect(Autocorrelation.of((0..<50).map(Double.init)) > 0.9)
        #expect(Autocorrelation.of([2, 2, 2]) == 0)
        #expect(Autocorrelation.inflation(0.6) == 2)
    }
}
