import NilometerStatistics
import Testing

struct SegmentationTests {
    private func steps(seed: Int, count: Int, coarse: Bool = false) -> [Double] {
        var generator = SplitMix(seed: UInt64(seed))
        var level = 0.0
        return (0..<count).map { _ in
            if Int.random(in: 0..<25, using: &generator) == 0 { level += Double.random(in: -4...4, using: &generator) }
            let noise = (0..<6).reduce(-3.0) { sum, _ in sum + Double.random(in: 0...1, using: &generator) }
            return coarse ? (level + noise).rounded() : level + noise
        }
    }

    @Test(arguments: 0..<60)
    func `pruning by means gives as cheap a partition as pruning by costs`(seed: Int) {
        let values = steps(seed: seed, count: 10 + 7 * seed, coarse: seed % 4 == 0)
        let shortest = 1 + seed % 4
        let quick = OptimalPartition.boundaries(of: values, penalty: 6, shortest: shortest)
        let slow = PELT.boundaries(of: values, penalty: 6, shortest: shortest)
        // With equal values several partitions may cost the same.
        #expect(abs(cost(values, quick, 6) - cost(values, slow, 6)) < 1e-6)
        if seed % 4 != 0 { #expect(quick == slow) }
        let bounds = [0] + quick + [values.count]
        #expect(zip(bounds, bounds.dropFirst()).allSatisfy { $1 - $0 >= shortest })
    }

    @Test(arguments: 0..<12)
    func `no partition of a short series is cheaper`(seed: Int) {
        let values = steps(seed: seed, count: 10)
        let best =
            (0..<512).map { mask in (1..<10).filter { mask & (1 << ($0 - 1)) != 0 } }
            .map { cost(values, $0, 2) }.min() ?? 0
        #expect(abs(cost(values, PELT.boundaries(of: values, penalty: 2), 2) - best) < 1e-9)
        #expect(abs(cost(values, OptimalPartition.boundaries(of: values, penalty: 2, shortest: 1), 2) - best) < 1e-9)
    }

    @Test func `partitions by means and by a kernel are those of ruptures`() throws {
        for row in try Vectors("more_vectors").cases("pelt_l2") {
            let (values, penalty) = (try row.numbers("values"), try row.number("penalty"))
            let shortest = Int(try row.number("shortest"))
            let expected = try row.integers("boundaries")
            #expect(PELT.boundaries(of: values, penalty: penalty, shortest: shortest) == expected)
            let centre = try #require(Median.of(values))
            let centred = values.map { $0 - centre }
            #expect(OptimalPartition.boundaries(of: centred, penalty: penalty, shortest: shortest) == expected)
        }
        for row in try Vectors("more_vectors").cases("kernel_rbf") {
            let (values, penalty) = (try row.numbers("values"), try row.number("penalty"))
            let shortest = Int(try row.number("shortest"))
            let found = KernelSegmentation.boundaries(of: values, penalty: penalty, shortest: shortest)
            #expect(found == (try row.integers("boundaries")))
        }
    }

    // ┌ 30 · 50 · 50 …
    @Test func `the kernel finds a step, and a change of spread that means do not see`() {
        let step = [Double](repeating: 50, count: 15) + [Double](repeating: 100, count: 15)
        #expect(KernelSegmentation.boundaries(of: step, penalty: 2) == [15])
        let narrow = (0..<60).map { Double($0 % 2) * 0.01 }
        let wide = (0..<60).map { Double($0 % 7) * 3 - 9 }
        #expect(KernelSegmentation.boundaries(of: narrow + wide, penalty: 10) == [60])
        #expect(PELT.boundaries(of: [1, 2], penalty: 1, shortest: 2).isEmpty)
        #expect(KernelSegmentation.boundaries(of: []).isEmpty)
        #expect(OptimalPartition.boundaries(of: [3, 3, 3, 3], penalty: 1, shortest: 1).isEmpty)
    }

    private func cost(_ values: [Double], _ boundaries: [Int], _ penalty: Double) -> Double {
        let bounds = [0] + boundaries + [values.count]
        return zip(bounds, bounds.dropFirst()).reduce(-penalty) { sum, part in
            let segment = values[part.0..<part.1]
            let mean = segment.reduce(0, +) / Double(segment.count)
            return sum + penalty + segment.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }
    }
}
