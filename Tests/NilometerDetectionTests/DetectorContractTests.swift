import NilometerCore
import NilometerDetection
import NilometerTesting
import Testing

struct DetectorContractTests {
    private static let ids = Detectors.all.map(\.id)

    /// Lists of points of every kind that a series may have: empty, even, stepped, noisy, huge, tiny, of both signs.
    private static func lines(seed: Int) -> [[Point]] {
        var generator = SeededGenerator(seed: seed)
        let scales: [Double] = [1e-300, 1e-9, 1, 1e9, 1e300]
        let noises: [Double] = [0, 0.01, 0.5]
        let scale = scales.randomElement(using: &generator) ?? 1
        let oddities: [Double] = [0, -0.0, -scale, scale, .leastNonzeroMagnitude]
        // Only long lines have something that is kept.
        let counts: [Int] = [0, 1, 2, 3, 7, 60] + (seed % 5 == 0 ? [1_100] : [])
        var found: [[Point]] = []
        for count in counts {
            let step = Int.random(in: 0...max(0, count), using: &generator)
            let noise = noises.randomElement(using: &generator) ?? 0
            let stepped = (0..<count).map { index in
                point(index, scale * ((index < step ? 1 : 3) + Double.random(in: -1...1, using: &generator) * noise))
            }
            let even = (0..<count).map { point($0, scale) }
            let odd = (0..<count).map { point($0, oddities.randomElement(using: &generator) ?? 0) }
            found += [stepped, even, odd]
        }
        return found
    }

    private static func point(_ place: Int, _ value: Double) -> Point {
        Point(commit: "c\(place)", run: "run_\(place)", value: value, spread: .nan, count: 1, samples: [value])
    }

    @Test(arguments: ids, 0..<20)
    func `a detector keeps its contract on any points`(id: String, seed: Int) throws {
        let detector = try #require(Detectors.all.first { $0.id == id })
        #expect(DetectorContract.broken(by: detector, on: Self.lines(seed: seed)) == [])
    }
}
