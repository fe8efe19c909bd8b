import NilometerStatistics
import Testing

struct StudentTests {
    @Test func `both t tests agree with scipy`() throws {
        for row in try Vectors().cases("t_tests") {
            let (a, b) = (try row.numbers("a"), try row.numbers("b"))
            let welch = try #require(TTest.welch(a, b))
            let expected = try row.part("welch")
            #expect(agree(welch.t, try expected.number("t")))
            #expect(agree(welch.freedom, try expected.number("df")))
            #expect(agree(welch.p, try expected.number("p")))
            let interval = welch.interval()
            let ends = try expected.numbers("ci95_b_minus_a")
            #expect(agree(interval.lowerBound, ends[0]) && agree(interval.upperBound, ends[1]))
            let pooled = try #require(TTest.pooled(a, b))
            #expect(agree(pooled.t, try row.part("pooled").number("t")))
            #expect(agree(pooled.p, try row.part("pooled").number("p")))
            #expect(agree(pooled.freedom, try row.part("pooled").number("df")))
        }
    }

    @Test func `the t distribution agrees with scipy`() throws {
        for row in try Vectors().cases("t_cdf") {
            let value = StudentT.cumulative(try row.number("t"), freedom: try row.number("df"))
            #expect(agree(value, try row.number("cdf")))
        }
    }

    @Test func `the normal quantile agrees with scipy`() throws {
        for row in try Vectors().cases("norm_isf") {
            #expect(agree(Normal.upperQuantile(try row.number("p")), try row.number("z")))
        }
    }

    @Test(arguments: [0.001, 0.2, 0.5, 0.975], [1, 4.5, 30])
    func `the t quantile undoes the distribution`(p: Double, freedom: Double) {
        #expect(agree(StudentT.cumulative(StudentT.quantile(p, freedom: freedom), freedom: freedom), p))
    }

    @Test func `equal constant samples have p 1, different ones p 0`() {
        #expect(TTest.welch([2, 2], [2, 2])?.p == 1)
        #expect(TTest.pooled([2, 2], [3, 3])?.p == 0)
        #expect(TTest.welch([2], [3, 3]) == nil)
    }

    @Test func `both tests of equivalence agree with statsmodels`() throws {
        for row in try Vectors("more_vectors").cases("tost") {
            let (a, b, limit) = (try row.numbers("a"), try row.numbers("b"), try row.number("limit"))
            #expect(agree(try #require(Equivalence.p(a, b, limit: limit)), try row.number("p")))
            #expect(agree(max(try row.number("p_low"), try row.number("p_high")), try row.number("p")))
            #expect(agree(try #require(TTest.welch(a, b)).freedom, try row.number("freedom")))
            if row.has("p_paired") {
                let differences = zip(a, b).map { $1 - $0 }
                let p = try #require(Equivalence.p(ofDifferences: differences, limit: limit))
                #expect(agree(p, try row.number("p_paired")))
            }
        }
    }

    @Test func `equivalence needs a limit, and two values`() {
        #expect(Equivalence.p([1, 2], [1, 2], limit: 0) == nil)
        #expect(Equivalence.p([1], [1, 2], limit: 1) == nil)
        #expect(Equivalence.p(ofDifferences: [1], limit: 1) == nil)
        #expect(Equivalence.p(ofDifferences: [0.5, 0.5], limit: 1) == 0)
        #expect(Equivalence.p(ofDifferences: [2, 2], limit: 1) == 1)
        #expect(Equivalence.p([1, 1], [1, 1], limit: 0.5) == 0)
    }
}
