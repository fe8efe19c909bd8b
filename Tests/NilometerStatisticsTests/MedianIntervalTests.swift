import NilometerStatistics
import Testing

struct MedianIntervalTests {
    @Test func `the bounds are benchstat's for 2 to 60 values, and for 80, 100 and 200`() throws {
        for row in try Vectors().cases("benchstat_median_ci_95") {
            let count = Int(try row.number("n"))
            let expected = [Int(try row.number("lo_order")), Int(try row.number("hi_order"))]
            let interval = MedianInterval(count: count)
            let own = [interval.low.map { $0 + 1 }, interval.high.map { $0 + 1 }]
            func within(_ order: Int) -> Int? { (1...count).contains(order) ? order : nil }
            // Where both neighbours are equally likely, rounding decided in the vectors: then the mirrored one is as good.
            let mirrored = [count + 1 - expected[1], count + 1 - expected[0]]
            let isTie = [5, 16, 19, 24].contains(count)
            #expect(own == expected.map(within) || isTie && own == mirrored.map(within), "\(count)")
            #expect(agree(interval.coverage, try row.number("confidence")))
            let isFinite = try row.number("finite") == 1
            #expect((interval.low != nil && interval.high != nil) == isFinite)
        }
    }

    @Test(arguments: [(0, false), (1, false), (2, false), (5, false), (6, true), (10, true)])
    func `six values are the fewest with two bounds`(count: Int, isBounded: Bool) {
        let interval = MedianInterval(count: count)
        #expect((interval.low != nil && interval.high != nil) == isBounded)
    }

    @Test(arguments: [1_000, 1_000_000, Int(Int32.max)])
    func `bounds of many values lie within them and around the middle`(count: Int) throws {
        let interval = MedianInterval(count: count)
        let (low, high) = (try #require(interval.low), try #require(interval.high))
        #expect(low >= 0 && low < count / 2 && high > count / 2 && high < count)
    }
}
