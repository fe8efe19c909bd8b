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

    // scipy: ttest_ind(b, a - 2, equal_var=False, alternative="less") and its mirror.
    @Test func `equivalence needs a limit beyond the noise`() throws {
        let (a, b) = ([100.1, 99.8, 100.3, 99.9, 100.0], [100.2, 99.9, 100.1, 100.3, 100.0])
        #expect(try #require(Equivalence.p(a, b, limit: 2)) < 1e-4)
        #expect(try #require(Equivalence.p(a, b, limit: 0.1)) > 0.4)
        #expect(Equivalence.p(a, b, limit: 0) == nil)
        #expect(Equivalence.p([1, 1], [1, 1], limit: 0.5) == 0)
    }
}
