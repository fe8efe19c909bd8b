import Foundation
import NilometerCore
import NilometerDetection
import NilometerStatistics
import Testing

struct NoisyLevelsTests {
    /// About normal noise of 2 %, with an optional step and correlation.
    private func line(
        _ seed: Int,
        count: Int,
        step: Double = 1,
        at place: Int = 0,
        correlation: Double = 0
    ) -> [Point] {
        var generator = SplitMix(seed: UInt64(seed))
        var state = 0.0
        return (0..<count).map { index in
            let normal = (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0...1, using: &generator) }
            state = correlation * state + (1 - correlation * correlation).squareRoot() * normal
            let value = 1000 * (1 + 0.02 * state) * (index < place ? 1 : step)
            return Point(commit: "\(index)", run: "\(index)", value: value)
        }
    }

    private func findings(_ points: [Point]) -> Findings { LevelDetector().findings(in: points, isExact: false) }

    // 40 points ┌ +10 %: 6 points
    @Test func `a ten per cent step is confirmed within six runs in most histories`() {
        let found = (0..<40).filter { seed in
            findings(line(100 + seed, count: 46, step: 1.1, at: 40)).changes
                .contains { abs($0.index - 40) <= 2 && $0.state == .confirmed }
        }
        #expect(found.count >= 30, "\(found.count) of 40")
    }

    @Test func `a five per cent step is placed and sized`() throws {
        var covered = 0
        for seed in 0..<40 {
            let changes = findings(line(200 + seed, count: 120, step: 1.05, at: 60)).changes
                .filter { $0.state == .confirmed }
            let change = try #require(changes.first { abs($0.index - 60) <= 4 }, "\(seed) \(changes)")
            let interval = try #require(change.interval)
            if interval.contains(1.05) { covered += 1 }
            #expect(interval.upperBound - interval.lowerBound < 0.04)
        }
        #expect(covered >= 35, "\(covered) of 40 intervals hold the truth")
    }

    @Test func `noise alone raises next to nothing, correlated noise too`() {
        let plain = (0..<60).reduce(0) { $0 + confirmed(line(300 + $1, count: 200)) }
        let correlated = (0..<60).reduce(0) { $0 + confirmed(line(400 + $1, count: 200, correlation: 0.6)) }
        // 12,000 points each.
        #expect(plain <= 2, "\(plain)")
        #expect(correlated <= 12, "\(correlated)")
    }

    private func confirmed(_ points: [Point]) -> Int {
        findings(points).changes.filter { $0.state == .confirmed }.count
    }

    @Test func `a young series learns, and says no more than that it suspects`() {
        let found = findings(line(7, count: 30, step: 2, at: 8))
        #expect(found.changes.allSatisfy { $0.index >= 10 || $0.state == .suspected })
        #expect(findings(line(7, count: 9)).isLearning)
        #expect(!findings(line(7, count: 10)).isLearning)
    }

    @Test func `spikes are no changes`() {
        var points = line(9, count: 150)
        for place in stride(from: 5, to: 150, by: 13) { points[place].value *= 2.5 }
        #expect(confirmed(points) == 0)
    }

    @Test func `as points arrive, it is said when a change was suspected and raised`() throws {
        let replay = Replay(of: line(11, count: 90, step: 1.1, at: 60), isExact: false)
        let arrival = try #require(replay.arrivals.first { abs($0.finding.index - 60) <= 2 })
        let raised = try #require(arrival.confirmedAt)
        #expect(raised > 60 && raised <= 75)
        #expect((arrival.suspectedAt ?? raised) <= raised)
        #expect(arrival.retractedAt == nil)
    }

    @Test(arguments: 0..<8)
    func `the best split of noise is as rare as it says`(seed: Int) {
        let count = (0..<250).filter { index in
            (BestSplit(of: line(10_000 * seed + index, count: 40).map(\.value))?.p ?? 1) <= 0.1
        }.count
        #expect(Double(count) / 250 <= 0.14)
    }
}
