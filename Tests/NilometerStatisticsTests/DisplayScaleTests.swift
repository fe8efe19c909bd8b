import NilometerStatistics
import Testing

struct DisplayScaleTests {
    @Test(arguments: [
        (1.073e-7, "107.3n"), (5.899e-8, "58.99n"), (4.796e-6, "4.796µ"), (1.0, "1.000"), (0.99995, "1.000"),
        (0.9999, "999.9m"), (99.995, "100.0"), (1e12, "1.000T"), (1e16, "10000.0T"), (-2.5, "-2.500"), (0, "0.000"),
    ])
    func `decimal prefixes leave four digits`(value: Double, text: String) {
        #expect(DisplayScale(for: [value], isBinary: false).text(value) == text)
    }

    @Test(arguments: [
        (1032.0, "1.008Ki"), (24.0, "24.00"), (412.0 * 1_048_576, "412.0Mi"), (0.5, "0.5000"), (0.05, "0.05000"),
    ])
    func `bytes have binary prefixes, and none below 1`(value: Double, text: String) {
        #expect(DisplayScale(for: [value], isBinary: true).text(value) == text)
    }

    @Test func `the smallest value that is not 0 sets the scale of a row`() {
        let scale = DisplayScale(for: [0, 37.5, 262_144], isBinary: true)
        #expect([0, 37.5, 262_144].map(scale.text) == ["0.00", "37.50", "262144.00"])
    }

    @Test func `the smallest numbers have ten decimals at most`() {
        #expect(DisplayScale(for: [1e-30], isBinary: false).decimals == 10)
        #expect(DisplayScale(for: [.infinity, .nan], isBinary: false).decimals == 3)
    }
}
