import Foundation
import NilometerDetection
import Testing

/// Searches in many histories whose truth is known.
///
/// NILOMETER_HISTORIES says how many of each kind; the counts are printed.
struct BisectionHistoriesTests {
    private struct Tally {
        var right = 0
        var wrong = 0
        var noDifference = 0
        var notOneStep = 0
        var open = 0
        var runs: [Int] = []
        var tight = true

        var median: Int { runs.sorted()[runs.count / 2] }
    }

    private static let histories = ProcessInfo.processInfo.environment["NILOMETER_HISTORIES"].flatMap(Int.init)

    private static func tally(_ kind: SimulatedHistory.Kind, usually: Int) -> Tally {
        var tally = Tally()
        var (naive, count) = (0, 0)
        for seed in 1...(histories ?? usually) {
            var history = SimulatedHistory(kind, seed: seed)
            let end = history.search()
            tally.runs.append(end.runs)
            switch end.step {
            case .found(let estimate):
                let isSecond = kind.second != 0 && estimate.range.contains(history.second)
                if estimate.range.contains(history.step) || isSecond { tally.right += 1 } else { tally.wrong += 1 }
                let inside = Set(estimate.range.dropLast())
                if !inside.isSubset(of: history.broken) || history.broken.contains(estimate.range.upperBound) {
                    tally.tight = false
                }
            case .noDifference: tally.noDifference += 1
            case .notOneStep: tally.notOneStep += 1
            case .measure: tally.open += 1
            }
            var again = SimulatedHistory(kind, seed: seed)
            naive += again.naive().place == history.step ? 1 : 0
            count += 1
        }
        let sorted = tally.runs.sorted()
        print(
            "bisect \(kind): right \(tally.right) wrong \(tally.wrong) no difference \(tally.noDifference)",
            "not one step \(tally.notOneStep) open \(tally.open) of \(count);",
            "runs median \(tally.median), 90 % \(sorted[sorted.count * 9 / 10]), most \(sorted.last ?? 0);",
            "naive right \(naive) in 80"
        )
        return tally
    }

    @Test
    func `a step of 5 per cent in noise of 2 is found in 95 of 100 histories, and in half of them within 40 runs`() {
        let tally = Self.tally(SimulatedHistory.Kind(description: "5 % in 2 %"), usually: 100)
        #expect(tally.right * 100 >= 95 * tally.runs.count)
        #expect(tally.wrong * 100 <= 2 * tally.runs.count)
        #expect(tally.median <= 40)
        #expect(tally.tight)
    }

    @Test(arguments: [
        SimulatedHistory.Kind(description: "10 % in 2 %", step: 0.1),
        SimulatedHistory.Kind(description: "5 % in heavy tails", noise: .heavy),
        SimulatedHistory.Kind(description: "5 % in skewed noise", noise: .skewed),
        SimulatedHistory.Kind(description: "5 % in 2 % and a drift of 1.5 %", drift: 0.015),
        SimulatedHistory.Kind(description: "5 % in 2 % and one run in 20 slowed", outliers: 0.05),
        SimulatedHistory.Kind(description: "0.5 % in 0.1 %", step: 0.005, deviation: 0.001),
    ])
    func `the commit is found in noise of other kinds`(kind: SimulatedHistory.Kind) {
        let tally = Self.tally(kind, usually: 15)
        #expect(tally.right * 100 >= 93 * tally.runs.count)
        #expect(tally.wrong * 100 <= max(100, 3 * tally.runs.count))
    }

    @Test func `where commits do not build, the range holds the commit and nothing inside that builds`() {
        let tally = Self.tally(
            SimulatedHistory.Kind(description: "5 % in 2 %, 30 % do not build", broken: 0.3),
            usually: 15
        )
        #expect(tally.right * 100 >= 93 * tally.runs.count)
        #expect(tally.tight)
    }

    @Test func `no commit is named where nothing moved`() {
        let tally = Self.tally(SimulatedHistory.Kind(description: "no step", step: 0), usually: 12)
        #expect(tally.wrong * 100 <= max(100, 2 * tally.runs.count))
        #expect(tally.noDifference * 10 >= 7 * tally.runs.count)
    }

    @Test func `a small step is found or not told, rarely mistaken`() {
        let tally = Self.tally(SimulatedHistory.Kind(description: "2 % in 2 %", step: 0.02), usually: 4)
        #expect(tally.wrong * 100 <= max(100, 3 * tally.runs.count))
    }

    @Test(arguments: [
        SimulatedHistory.Kind(description: "two steps of 5 %", second: 0.05),
        SimulatedHistory.Kind(description: "up 10 %, down 5 %", step: 0.1, second: -0.05),
    ])
    func `two steps are told, or one of them is named`(kind: SimulatedHistory.Kind) {
        let tally = Self.tally(kind, usually: 8)
        #expect(tally.notOneStep * 5 >= tally.runs.count)
        #expect(tally.wrong * 100 <= max(100, 3 * tally.runs.count))
    }

    @Test func `a gradual drift of the code is told, not named`() {
        let tally = Self.tally(
            SimulatedHistory.Kind(description: "10 % gradually", step: 0.1, isGradual: true),
            usually: 10
        )
        #expect(tally.notOneStep * 10 >= 8 * tally.runs.count)
    }
}
