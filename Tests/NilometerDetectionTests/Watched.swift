import Foundation
import NilometerCore
import NilometerTesting

/// Windows as small as tests of the watchdog need them.
struct Watched {
    var machine = "m"
    var metric = "allocs/op"
    var unit = "1"
    var isExact = true
    var job = ""
    /// By benchmark, then by run; not a number where the run has none.
    var values: [[Double]] = []

    static let time = Date(timeIntervalSince1970: 1_700_000_000)

    /// Times of benchmarks around a level of their own, with noise of 3 %.
    static func times(_ count: Int, runs: Int, seed: Int = 1, level: Double = 1e6) -> Watched {
        var generator = SeededGenerator(seed: seed)
        let values = (0..<count).map { place in
            (0..<runs).map { _ in level * Double(place + 1) * Double.random(in: 0.97...1.03, using: &generator) }
        }
        return Watched(metric: "ns/op", unit: "ns", isExact: false, values: values)
    }

    /// The ids of the series of some benchmarks.
    func ids(_ places: Range<Int>) -> [String] { places.map { "ser_\(metric)_\($0)" } }

    func series() -> [Series] {
        values.indices.map { place in
            Series(
                id: "ser_\(metric)_\(place)",
                project: "p",
                key: SeriesKey(benchmark: "B\(place)", parameters: [:], metric: metric),
                machine: machine,
                unit: unit,
                better: .lower,
                isExact: isExact
            )
        }
    }

    /// One window of several metrics measured together, a run a commit, `c0` first.
    static func window(
        _ all: [Watched],
        commits: [String]? = nil,
        contexts: [Int: [String: String]] = [:]
    ) -> MachineWindow {
        let runs = all.first?.values.first?.count ?? 0
        return MachineWindow(
            machine: all.first?.machine ?? "m",
            series: all.flatMap { $0.series() },
            columns: (0..<runs).map { run in
                MachineWindow.Column(
                    run: "run_\(run)",
                    commit: commits?[run] ?? "c\(run)",
                    receivedAt: time.addingTimeInterval(Double(run) * 3600),
                    job: all.first?.job ?? "",
                    context: contexts[run] ?? [:],
                    values: all.flatMap { $0.values.map { $0[run] } }
                )
            }
        )
    }
}
