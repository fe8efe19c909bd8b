import Foundation
import NilometerCore
import NilometerDetection

/// Takes the figures of the detector.
struct DetectionMeasuring {
    private let detector = Detectors.all[0]
    private let plan: DetectionBench
    /// The series of 1000 points.
    private let series: [[Point]]

    init(series: [[Double]], plan: DetectionBench) {
        self.plan = plan
        self.series = series.map { Self.points($0.prefix(1000)) }
    }

    /// The figures.
    func figures() async -> [Figure] {
        let count = series.count
        let batch = rate(of: series)
        let long = rate(of: [joined(plan.long)])
        let many = (0..<plan.many).map { place in
            let start = 200 * (place / count % 5)
            return Self.points(series[place % count][start..<(start + 200)].map(\.value))
        }
        let together = seconds { for one in many { _ = detector.findings(in: one, isExact: false) } }
        let appended = appends()
        let digests = await [1, 2, 4].asyncMap { await digest(threads: $0) }
        return [
            Figure("batch", "\(count) series of 1000 points", batch / 1e6, "M points/s", aim: (.atLeast, 2)),
            Figure("long", "one series of \(plan.long) points", long / 1e6, "M points/s"),
            Figure("linear", "its rate over that of 1000 points", long / batch, "ratio", aim: (.atLeast, 0.5)),
            Figure("many", "\(plan.many) series of 200 points", together, "CPU-s", aim: (.atMost, 1.5)),
            Figure("append-mean", "a point appended, mean", appended.mean, "ms", aim: (.atMost, 0.1)),
            Figure("append-p99", "a point appended, 99th percentile", appended.high, "ms", aim: (.atMost, 1)),
            Figure("append-late", "the same, last tenth over first tenth", appended.growth, "ratio", aim: (.atMost, 2)),
            Figure(
                "threads",
                "results that differ on 2 or 4 threads",
                Double(digests.dropFirst().count { $0 != digests[0] }),
                "runs",
                aim: (.atMost, 0)
            ),
        ]
    }

    private static func points(_ values: some Sequence<Double>) -> [Point] {
        values.enumerated().map { Point(commit: "\($0)", run: "\($0)", value: $1) }
    }

    /// The series one after the other, up to a length.
    private func joined(_ length: Int) -> [Point] {
        var values: [Double] = []
        while values.count < length { for one in series where values.count < length { values += one.map(\.value) } }
        return Self.points(values.prefix(length))
    }

    /// Points a processor-second.
    private func rate(of series: [[Point]]) -> Double {
        let points = series.reduce(0) { $0 + $1.count }
        return Double(points) / seconds { for one in series { _ = detector.findings(in: one, isExact: false) } }
    }

    /// The median processor time of some work.
    private func seconds(_ work: () -> Void) -> Double {
        let times = (0..<plan.repeats).map { _ in
            let begun = clock()
            work()
            return Double(clock() - begun) / Double(CLOCKS_PER_SEC)
        }
        return times.sorted()[times.count / 2]
    }

    /// The times of points appended one by one, in milliseconds of the thread's processor time.
    private func appends() -> (mean: Double, high: Double, growth: Double) {
        var times: [Double] = []
        var state = SeriesState(isExact: false)
        for point in joined(plan.appended) {
            let begun = Self.threadTime()
            _ = state.append(point)
            times.append(Self.threadTime() - begun)
        }
        let mean = { (part: ArraySlice<Double>) in part.reduce(0, +) / Double(part.count) }
        // The first hundreds are cheap, as there is not yet a whole window.
        let tenth = (times.count - times.count / 5) / 4
        let growth = mean(times.suffix(tenth)) / mean(times.dropFirst(times.count / 5).prefix(tenth))
        return (mean(times[...]), times.sorted()[times.count * 99 / 100], growth)
    }

    private static func threadTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return 1e3 * Double(time.tv_sec) + Double(time.tv_nsec) / 1e6
    }

    /// What is found in all series, written out, when so many tasks share the work.
    private func digest(threads: Int) async -> String {
        // Each share of the work is a child of this group, which waits for all of them.
        let parts = await withTaskGroup(of: [(Int, String)].self) { group in
            for task in 0..<threads {
                group.addTask {
                    stride(from: task, to: series.count, by: threads).map { place in
                        (place, "\(detector.findings(in: series[place], isExact: false))")
                    }
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        return parts.sorted { $0.0 < $1.0 }.map(\.1).joined()
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ body: (Element) async -> Value) async -> [Value] {
        var found: [Value] = []
        for element in self { found.append(await body(element)) }
        return found
    }
}
