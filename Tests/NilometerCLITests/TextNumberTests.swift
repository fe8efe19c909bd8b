import Testing

@testable import nilometer

struct TextNumberTests {
    @Test(
        arguments: [
            (0, "0"), (7, "7"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (1330.4, "1,330"), (123.45, "123.5"),
            (12.345, "12.35"), (1.2345, "1.234"), (0.0123, "0.012300"), (1e300, "1e+300"), (2e-9, "2e-09"),
            (.nan, "not a number"), (.infinity, "∞"), (-.infinity, "-∞"),
        ] as [(Double, String)]
    )
    func `a value has about four digits and its thousands parted`(value: Double, text: String) {
        #expect(TextNumber.text(value) == text)
    }

    @Test func `the largest value decides the decimals of a column`() {
        #expect(TextNumber.decimals(for: [1, 2, 3]) == 0)
        #expect(TextNumber.decimals(for: [1.5, 2000]) == 0)
        #expect(TextNumber.decimals(for: [1.5, 20]) == 2)
        #expect(TextNumber.decimals(for: []) == 0)
        #expect(TextNumber.decimals(for: [.nan, .infinity]) == 0)
    }

    @Test func `a move has its sign, and a share where it did not begin at nothing`() {
        #expect(TextNumber.move(from: 0, to: 14) == "+14")
        #expect(TextNumber.move(from: 16, to: 8) == "-8 (-50.0%)")
        #expect(TextNumber.move(from: 4, to: 12) == "+8 (+200%)")
        #expect(TextNumber.move(from: 1000, to: 1125.4) == "+125 (+12.5%)")
    }

    @Test(
        arguments: [
            (0, 14, "from 0"), (1, 2, "+100%"), (1, 11, "×11"), (18, 262_144, "×14,564"), (3, 31, "×10.3"),
            (16, 8, "-50.0%"),
            (8, 0, "-100%"), (262_144, 35, "-99.9%"), (2, 2, "0.0%"), (0, 0, "from 0"), (1e-300, 1e300, "from 0"),
        ] as [(Double, Double, String)]
    )
    func `a share is a percentage, or how many times from tenfold on`(before: Double, after: Double, text: String) {
        #expect(TextNumber.share(from: before, to: after) == text)
    }

    @Test func `short names are those of hashes alone`() {
        #expect(TextShort.commit("c242f7bded9425e6bdcfdbe886acc1d7a62de35e") == "c242f7bded")
        #expect(TextShort.commit("release-candidate-of-today") == "release-candidate-of-today")
        #expect(TextShort.time("2026-01-02T03:04:05.000Z") == "2026-01-02 03:04Z")
        #expect(TextShort.count(1, "run") == "1 run" && TextShort.count(2000, "run") == "2,000 runs")
    }
}
