import Testing

@testable import nilometer

struct TextSparklineTests {
    @Test func `the least value is the lowest bar and the largest the highest`() {
        #expect(TextSparkline([0, 1, 2, 3, 4, 5, 6, 7], width: 80).text == "▁▂▃▄▅▆▇█")
    }

    @Test(arguments: [[], [5], [5, 5, 5]] as [[Double]])
    func `equal values are the lowest bar`(values: [Double]) {
        #expect(TextSparkline(values, width: 10).text == String(repeating: "▁", count: values.count))
    }

    @Test func `a value that is no number is a space`() {
        #expect(TextSparkline([1, .nan, 2, .infinity], width: 10).text == "▁ █ ")
    }

    @Test func `the largest numbers do not overflow`() {
        #expect(TextSparkline([-Double.greatestFiniteMagnitude, 0, .greatestFiniteMagnitude], width: 9).text == "▁▄█")
    }

    @Test func `many values share the columns of a narrow terminal`() {
        let values = (0..<1000).map { $0 < 500 ? 1.0 : 2.0 }
        #expect(TextSparkline(values, width: 10).text == "▁▁▁▁▁█████")
    }

    @Test func `changes are marked below their columns`() {
        let values = (0..<1000).map { $0 < 500 ? 1.0 : 2.0 }
        #expect(TextSparkline(values, width: 10).marks(at: [500]) == "     |")
        #expect(TextSparkline([1, 1, 2], width: 10).marks(at: [2]) == "  |")
        #expect(TextSparkline([1, 1, 2], width: 10).marks(at: [9, -1]) == "")
        #expect(TextSparkline([], width: 10).marks(at: [0]) == "")
    }
}
