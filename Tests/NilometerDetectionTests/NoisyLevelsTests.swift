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

    @Test func `a suspected boundary that an accepted one moves past is no boundary`() {
        // Found by chance: one in fifty thousand series whose noise changes does this.
        let values = [
            1007.13, 995.37, 1001.52, 999.1, 997.49, 999.82, 997.32, 982.16, 994.77, 1000.0, 1003.74, 992.7,
            1009.4, 991.45, 1001.59, 1004.66, 989.11, 1005.0, 998.09, 998.22, 989.87, 1010.25, 989.85, 995.38,
            994.35, 1001.09, 999.37, 993.16, 1002.78, 1001.25, 997.3, 1002.4, 991.67, 1014.76, 1038.16, 986.14,
            1010.0, 928.44, 1019.12, 1046.28, 1040.49, 1059.5, 996.58, 964.28, 929.04, 977.4, 921.78, 986.26,
            897.96, 982.75, 1009.94, 943.72, 949.33, 947.31, 913.54, 934.11, 989.58, 1042.69, 967.95, 976.18,
            927.71, 910.89, 955.14, 917.21, 957.46, 999.71, 992.22, 997.26, 934.38, 940.95, 1001.87, 958.94,
            989.37, 954.2, 950.0, 944.61, 950.97, 950.59, 954.61, 953.39, 947.07, 959.13, 940.05, 950.1,
            945.31, 950.81, 947.96, 955.75, 952.9, 955.04, 956.21,
        ]
        let findings = findings(values.enumerated().map { Point(commit: "\($0)", run: "\($0)", value: $1) })
        let indexes = findings.changes.map(\.index)
        #expect(!indexes.isEmpty && zip(indexes, indexes.dropFirst()).allSatisfy { $0 + 2 < $1 })
    }

    @Test(arguments: 0..<8)
    func `the best split of values that are mostly equal is as rare as it says`(seed: Int) {
        var generator = SplitMix(seed: UInt64(500 + seed))
        let small = (0..<500).filter { _ in
            let values = (0..<60).map { _ -> Double in
                let draw = Int.random(in: 0..<100, using: &generator)
                return draw == 0 ? 41_000 : draw < 9 ? 40_016 : draw < 17 ? 39_984 : 40_000
            }
            return (BestSplit(of: values)?.p ?? 1) <= 0.01
        }.count
        // Three standard errors above 1.1 % of 500.
        #expect(small <= 12)
    }

    @Test func `the size at a place that is told does not look for another`() throws {
        let before = [100.0, 101, 99, 100.5, 99.5]
        let split = try #require(KnownSplit(of: before + before.map { 1.2 * $0 }, at: 5))
        #expect(abs(split.ratio - 1.2) < 1e-9 && split.interval.contains(1.2) && split.coverage > 0.9)
        #expect(KnownSplit(of: before, at: 0) == nil && KnownSplit(of: before, at: 5) == nil)
        #expect(KnownSplit(of: [1, 0, 1, 1], at: 2) == nil)
    }
}
