import NilometerStatistics
import Testing

struct StepStrengthTests {
    /// 200 values around 100, from index 180 on 5 % more; each takes so much of its predecessor's noise.
    private func series(_ seed: Int, correlation: Double, step: Double = 1.05) -> [Double] {
        var generator = SplitMix(seed: UInt64(seed))
        var rest = 0.0
        return (0..<200).map { index in
            let noise = (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
            rest = correlation * rest + noise * (1 - correlation * correlation).squareRoot()
            return (index < 180 ? 100 : 100 * step) * (1 + 0.01 * rest)
        }
    }

    @Test(arguments: 0..<20)
    func `the same step is weaker where values wander`(seed: Int) {
        let calm = StepStrength.of(series(seed, correlation: 0), at: 180)
        let wandering = StepStrength.of(series(seed, correlation: 0.8), at: 180)
        #expect(calm > 6)
        #expect(wandering < calm - 2, "\(wandering) beside \(calm)")
    }

    @Test func `a false step is rarely strong`() {
        let strong = (0..<400).count { StepStrength.of(series($0, correlation: 0, step: 1), at: 180) > 2 }
        // One in a hundred would be 4; clipping and the short block means add some.
        #expect(strong <= 10, "\(strong)")
        let wandering = (0..<400).count { StepStrength.of(series($0, correlation: 0.8, step: 1), at: 180) > 4 }
        #expect(wandering <= 1, "\(wandering)")
    }

    @Test(arguments: [1e-300, 1e-9, 8, 1e300])
    func `another unit changes nothing`(factor: Double) {
        let values = series(3, correlation: 0.3)
        let other = StepStrength.of(values.map { $0 * factor }, at: 180)
        #expect(abs(other - StepStrength.of(values, at: 180)) < 1e-6)
        let signed = values.map { $0 - 101 }
        let scaled = StepStrength.of(signed.map { $0 * factor }, at: 180)
        #expect(abs(scaled - StepStrength.of(signed, at: 180)) < 1e-6)
    }

    @Test func `steps without noise are certain, and no history says nothing`() {
        #expect(StepStrength.of([1, 1, 1, 1, 1, 2, 2], at: 5) == StepStrength.most)
        #expect(StepStrength.of([1, 1, 1, 1, 1, 1, 1], at: 5) == 0)
        #expect(StepStrength.of([1, 1, 2, 2, 2], at: 2) == 0)
    }

    @Test func `among equal values both levels must be firm`() {
        // Laplace: after 8 equal values a ninth differs with chance 1/10, three with 1/1000.
        let step = StepStrength.ofEqualValues(before: (8, 0), after: (3, 0))
        #expect(abs(step - 3) < 1e-12)
        // Two strays before a long level are strays, however long the level is.
        #expect(StepStrength.ofEqualValues(before: (2, 0), after: (98, 0)) == 2 * 2)
        #expect(StepStrength.ofEqualValues(before: (50, 0), after: (6, 0)) > 5)
    }

    @Test func `far values are pulled back and steps are kept`() {
        var values = (0..<40).map { Double($0 % 3) + ($0 < 20 ? 0 : 10) }
        values[7] = 1_000
        let clipped = Clipping.clipped(values)
        #expect(clipped[7] < 10)
        #expect(clipped.indices.allSatisfy { $0 == 7 || abs(clipped[$0] - values[$0]) < 3 })
    }
}
