import NilometerStatistics
import Testing

struct MedianTests {
    @Test(arguments: [([1.0], 1.0), ([3, 1, 2], 2), ([4, 1, 2, 3], 2.5), ([-1, 0], -0.5)] as [([Double], Double)])
    func `the median is the middle of the sorted values`(values: [Double], expected: Double) {
        #expect(Median.of(values) == expected)
    }

    @Test func `nothing has no median`() {
        #expect(Median.of([]) == nil)
    }
}
