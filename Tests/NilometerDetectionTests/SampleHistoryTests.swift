import Foundation
import NilometerCore
import NilometerDetection
import NilometerFormats
import NilometerStatistics
import Testing

/// The sample history: 22 commits of a Go program, whose regressions are known.
struct SampleHistoryTests {
    private struct Step: Decodable {
        struct Regression: Decodable {
            var benches: [String]
            var metrics: [String]
        }
        var step: String
        var regressions: [Regression]
    }

    private static var folder: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("deploy/sample")
    }

    /// What is known of each series at each commit, `nil` where it was not measured.
    private static func readings(_ steps: [Step]) throws -> [String: [Reading?]] {
        var series: [String: [Reading?]] = [:]
        for (index, step) in steps.enumerated() {
            let file = folder.appendingPathComponent(step.step).appendingPathComponent("bench.txt")
            let report = try GoBenchFormat().report(from: Upload(name: step.step, bytes: Array(Data(contentsOf: file))))
            for reading in report.readings {
                let parameters = reading.parameters.filter { $0.key == "n" }.map { "/n=\($0.value)" }.joined()
                let key = "\(reading.benchmark)\(parameters) \(reading.metric)"
                series[key, default: [Reading?](repeating: nil, count: steps.count)][index] = reading
            }
        }
        return series
    }

    /// The commits at which a series regressed or was repaired.
    private static func truth(_ steps: [Step]) -> [String: [Int]] {
        var changes: [String: [Int]] = [:]
        var broken: Set<String> = []
        for (index, step) in steps.enumerated() {
            let now = Set(
                step.regressions.flatMap { regression in
                    regression.benches.flatMap { bench in regression.metrics.map { "\(bench) \($0)" } }
                }
            )
            for key in now.symmetricDifference(broken) { changes[key, default: []].append(index) }
            broken = now
        }
        return changes
    }

    @Test(arguments: [true, false])
    func `exactly the regressions and fixes of the sample history are found, and all are confirmed`(
        hasSamples: Bool
    ) throws {
        let steps = try JSONDecoder().decode(
            [Step].self,
            from: Data(contentsOf: Self.folder.appendingPathComponent("truth.json"))
        )
        let truth = Self.truth(steps)
        let series = try Self.readings(steps)
        #expect(series.count > 30)
        #expect(truth.keys.allSatisfy { series[$0] != nil }, "\(truth.keys) \(series.keys)")
        for (key, readings) in series {
            let points = readings.enumerated().compactMap { index, reading -> Point? in
                guard let reading, let value = reading.value else { return nil }
                let (low, high) = (reading.samples.min() ?? value, reading.samples.max() ?? value)
                return Point(
                    commit: steps[index].step,
                    run: "r\(index)",
                    value: value,
                    spread: (high - low) / 2 * (index % 2 == 0 ? 1.02 : 0.98),
                    count: reading.samples.count,
                    samples: hasSamples ? reading.samples : []
                )
            }
            let isExact = Metric.isCount(metric: readings.compactMap { $0?.metric }.first ?? "")
            let found = LevelDetector().findings(in: points, isExact: isExact)
            #expect(found.changes.map(\.index) == truth[key] ?? [], "\(key)")
            #expect(found.changes.allSatisfy { $0.state == .confirmed }, "\(key)")
        }
    }
}
