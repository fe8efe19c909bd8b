import NilometerCore
import NilometerDetection
import NilometerStatistics
import Testing

struct ExcursionsTests {
    /// Noise of 1 % around a level for each point.
    private func points(_ levels: [Double], seed: Int) -> [Point] {
        var generator = SplitMix(seed: UInt64(seed))
        return levels.enumerated().map { index, level in
            let noise = (0..<6).reduce(0.0) { sum, _ in sum + Double.random(in: -1...1, using: &generator) } / 6
            return Point(commit: "c\(index)", run: "r\(index)", value: level * (1 + 0.024 * noise))
        }
    }

    private func confirmed(_ points: [Point]) -> [Finding] {
        LevelDetector().findings(in: points, isExact: false).changes.filter { $0.state == .confirmed }
    }

    /// 100 … 130 (five runs) … 100 … 130 (four) … 100, then 110 from place 120 on.
    private var bursts: [Double] {
        (0..<160).map { place in
            if (30..<35).contains(place) || (70..<74).contains(place) { return 130 }
            return place < 120 ? 100 : 110
        }
    }

    @Test(arguments: 1...20)
    func `bursts of slow runs are no changes and hide none`(seed: Int) {
        let found = confirmed(points(bursts, seed: seed))
        #expect(found.count == 1)
        #expect(found.first.map { (118...122).contains($0.index) } == true)
    }

    @Test(arguments: 1...20)
    func `modes that return are noise, and a level above both is a change`(seed: Int) {
        let modes = (0..<200).map { place in (place % 24 < 12 ? 100.0 : 104.0) * (place < 130 ? 1 : 1.3) }
        let found = confirmed(points(modes, seed: seed))
        #expect(found.map { (125...135).contains($0.index) } == [true])
    }

    @Test(arguments: 1...20)
    func `one step up and one down are two changes`(seed: Int) {
        let levels = (0..<120).map { (40..<80).contains($0) ? 110.0 : 100 }
        let found = confirmed(points(levels, seed: seed))
        #expect(found.map { abs($0.index - 40) <= 2 || abs($0.index - 80) <= 2 } == [true, true])
    }
}
