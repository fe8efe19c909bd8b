import NilometerCore
import NilometerDetection
import NilometerStatistics
import Testing

struct PastTests {
    /// A random history: noisy, exact or in between, with steps, jumps, spikes, re-runs and runs without value.
    static func history(_ seed: Int, count: Int) -> [Point] {
        var generator = SplitMix(seed: UInt64(seed))
        let kind = seed % 6
        let noise = Double.random(in: 0.001...0.05, using: &generator)
        var level = Double.random(in: 50...500, using: &generator).rounded()
        var commit = 0
        return (0..<count).map { index in
            if Int.random(in: 0..<60, using: &generator) == 0 {
                level = (level * Double.random(in: 0.7...1.4, using: &generator)).rounded()
            }
            if kind == 1, Int.random(in: 0..<250, using: &generator) == 0 { level *= 1000 }
            if Int.random(in: 0..<10, using: &generator) > 0 { commit += 1 }
            // Some histories turn from one class into another on their way.
            let isExact = kind == 0 || kind == 5 && index < 600 || kind == 4 && index > 500
            func sample() -> Double {
                if isExact { return level }
                let spike = Int.random(in: 0..<40, using: &generator) == 0 ? 1.5 : 1
                let value = level * spike * (1 + noise * Double.random(in: -1...1, using: &generator))
                return kind == 2 ? value.rounded() : value
            }
            let samples = kind == 1 || kind == 3 ? (0..<6).map { _ in sample() } : []
            let isBroken = Int.random(in: 0..<200, using: &generator) == 0
            return Point(
                commit: "c\(commit)",
                run: "r\(index)",
                value: isBroken ? .nan : Median.of(samples) ?? sample(),
                count: max(1, samples.count),
                samples: samples
            )
        }
    }

    @Test(arguments: 0..<120)
    func `going on from what is kept finds what the whole series shows, to the last bit`(seed: Int) throws {
        var generator = SplitMix(seed: UInt64(seed) + 77)
        let points = Self.history(seed, count: Int.random(in: 500...1_700, using: &generator))
        let isExact = seed % 12 == 0
        let detector = LevelDetector()
        var state: DetectorState?
        var count = Int.random(in: 450...600, using: &generator)
        while count <= points.count {
            let all = Array(points.prefix(count))
            let whole = try #require(detector.findings(in: all, isExact: isExact, after: nil))
            #expect(whole.findings == detector.findings(in: all, isExact: isExact))
            if let known = state {
                #expect(known.count <= count && all[known.first].commit != all[max(0, known.first - 1)].commit)
                if let found = detector.findings(
                    in: Array(all[known.first...]),
                    isExact: isExact,
                    after: known
                ) {
                    #expect(found.findings == whole.findings, "\(count) points, after \(known.count)")
                    #expect(found.state?.count == whole.state?.count)
                    state = found.state
                } else {
                    state = whole.state
                }
            } else {
                state = whole.state
            }
            count += Int.random(in: 1...180, using: &generator)
        }
    }

    @Test(arguments: 0..<6)
    func `a growing series reads a bounded tail`(kind: Int) {
        let points = Self.history(kind, count: 6_000)
        let detector = LevelDetector()
        var state: DetectorState?
        var longest = 0
        for count in stride(from: 700, through: points.count, by: 100) {
            let tail = Array(points[(state?.first ?? 0)..<count])
            let found =
                detector.findings(in: tail, isExact: false, after: state)
                ?? detector.findings(in: Array(points.prefix(count)), isExact: false, after: nil)
            if let state { longest = max(longest, count - state.first) }
            state = found?.state
        }
        #expect(longest > 0 && longest < 1_200, "\(longest)")
    }

    @Test func `what another version kept is not gone on from`() throws {
        let points = Self.history(3, count: 1_200)
        let detector = LevelDetector()
        let kept = try #require(detector.findings(in: points, isExact: false, after: nil)?.state)
        let tail = Array(points[kept.first...])
        #expect(detector.findings(in: tail, isExact: false, after: kept) != nil)
        #expect(detector.findings(in: tail, isExact: true, after: kept) == nil)
        for place in kept.bytes.indices where place < 8 || place % 13 == 0 {
            var other = kept
            other.bytes[place] ^= 0x81
            if place < 8 { #expect(detector.findings(in: tail, isExact: false, after: other) == nil) }
            other.bytes.removeLast(1)
            #expect(detector.findings(in: tail, isExact: false, after: other) == nil)
        }
        let nothingFollows = Array(points[kept.first..<kept.count])
        #expect(detector.findings(in: nothingFollows, isExact: false, after: kept) == nil)
    }
}
