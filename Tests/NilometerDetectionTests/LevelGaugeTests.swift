import Foundation
import NilometerCore
import NilometerDetection
import NilometerStatistics
import NilometerTesting
import Testing

struct LevelGaugeTests {
    private let gauge = LevelGauge()

    private func series(_ metric: String = "ns/op", better: Better = .lower) -> Series {
        Series(
            id: "ser_1",
            project: "p",
            key: SeriesKey(benchmark: "B", parameters: [:], metric: metric),
            machine: "m",
            unit: CanonicalUnit(of: metric).name,
            better: better,
            isExact: Metric.isCount(metric: metric)
        )
    }

    private func points(_ values: [Double], samples: Int = 1) -> [Point] {
        values.enumerated().map { place, value in
            Point(
                commit: "c\(place)",
                run: "r\(place)",
                value: value,
                spread: samples > 1 ? 0 : .nan,
                count: samples
            )
        }
    }

    private func noisy(_ noise: Double, count: Int = 80, seed: UInt64 = 1) -> [Double] {
        var generator = SplitMix(seed: seed)
        return (0..<count).map { _ in
            let rest = (0..<6).reduce(0.0) { sum, _ in sum + Double.random(in: -1...1, using: &generator) }
            return 1000 * exp(noise * rest / 2.0.squareRoot())
        }
    }

    @Test func `a count sees one unit after two runs, and at once when its own repeats agree`() {
        let once = gauge.detectability(of: points([7, 7, 7, 7]), in: series("allocs/op"), within: [1, 2, 10])
        #expect(once.seriesClass == "exact")
        #expect(once.steps.map(\.difference) == [nil, 1, 1])
        let repeated = gauge.detectability(
            of: points([7, 7, 7, 7], samples: 10),
            in: series("allocs/op"),
            within: [1, 5, 10]
        )
        #expect(repeated.steps.map(\.difference) == [1, 1, 1])
        #expect(repeated.steps[0].share == 1.0 / 7)
    }

    @Test(arguments: [0.002, 0.02, 0.1])
    func `what the card says is found is found, and half of it is not`(noise: Double) throws {
        let values = noisy(noise)
        let card = gauge.detectability(of: points(values), in: series(), within: [1, 5, 10])
        #expect(card.seriesClass == "noisy" && card.points == 80)
        #expect(abs(try #require(card.noise) / noise - 1) < 0.4)
        #expect(card.steps[0].share == nil)
        let (five, ten) = (try #require(card.steps[1].share), try #require(card.steps[2].share))
        #expect(ten <= five && ten > noise / 2 && ten < 12 * noise)
        // On noise that the card has not seen: a step a half larger than said is confirmed, one of a third is not.
        func confirmed(_ share: Double) -> Int {
            (0..<20).count { trial in
                let after = noisy(noise, count: 10, seed: UInt64(100 + trial)).map { $0 * (1 + share) }
                let findings = LevelDetector().findings(in: points(values + after), isExact: false)
                return findings.changes.contains { $0.state == .confirmed && abs($0.index - 80) <= 5 }
            }
        }
        #expect(confirmed(1.5 * ten) >= 17)
        #expect(confirmed(ten / 3) <= 3)
    }

    @Test func `falls are what a rate is watched for`() throws {
        let card = gauge.detectability(of: points(noisy(0.02)), in: series("MB/s", better: .higher), within: [10])
        let share = try #require(card.steps[0].share)
        #expect(share > 0.01 && share < 0.2)
    }

    @Test
    func `a series that is noise alone sees nothing, a quiet one sees half as much again, a young one is not asked`() {
        let wild = (0..<60).map { place in [1.0, 40, 3, 900, 12, 150, 2, 600, 25, 80][(7 * place + place / 10) % 10] }
        #expect(gauge.finds(share: 0.5, in: points(wild), of: series(), within: 10) == false)
        #expect(gauge.finds(share: 0.5, in: points(noisy(0.02)), of: series(), within: 10) == true)
        #expect(gauge.finds(share: 0.5, in: points([8, 8, 8]), of: series("allocs/op"), within: 10) == true)
        #expect(gauge.finds(share: 0.5, in: points([1, 2]), of: series(), within: 10) == nil)
        #expect(gauge.finds(share: 0.5, in: [], of: series(), within: 10) == nil)
    }

    @Test func `only the newest level speaks`() throws {
        let early = noisy(0.05, count: 60, seed: 4)
        let late = noisy(0.005, count: 60, seed: 5).map { 2 * $0 }
        let card = gauge.detectability(of: points(early + late), in: series(), within: [10])
        #expect(card.points < 70)
        #expect(abs(try #require(card.level) / 2000 - 1) < 0.02)
    }

    @Test func `the contract of gauges holds`() {
        let lines: [[Double]] = [
            [], [5], [0, 0, 0, 0], noisy(0.03, count: 25), noisy(0.03).map { $0 - 1000 },
            [1e300, 1e-300, 1, 2, 3, 4, 5, 6],
            (0..<30).map { Double(1000 + 16 * ($0 * $0 % 3)) }, [.nan, 1, 1, 1],
        ]
        for metric in ["ns/op", "allocs/op", "B/op"] {
            let broken = DetectabilityContract.broken(by: gauge, on: lines.map { points($0) }, in: series(metric))
            #expect(broken == [], "\(metric)")
        }
    }
}
