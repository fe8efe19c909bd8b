import Foundation
import NilometerCore

/// Runs and projects as small as tests need them.
enum Example {
    static let time = Date(timeIntervalSince1970: 1_700_000_000)

    static let project = Project(slug: "p", name: "p", defaultBranch: "main", createdAt: time)

    /// A run of the commit `c<place>` with one count; it comes ten times, so that a step confirms itself.
    static func run(_ place: Int, _ allocations: Double = 1) -> Run {
        Run(
            id: "run_\(1000 + place)",
            project: "p",
            commit: Commit(sha: "c\(place)", branch: "main", line: (0..<place).reversed().map { "c\($0)" }),
            machine: Machine(name: "m"),
            context: [:],
            origin: Origin(),
            startedAt: nil,
            finishedAt: nil,
            receivedAt: time,
            key: "key \(place)",
            digest: "d",
            keyHoldsFor: nil,
            readings: [
                Reading(
                    benchmark: "B",
                    metric: "allocs/op",
                    unit: "1",
                    better: .lower,
                    samples: Array(repeating: allocations, count: 10)
                )
            ],
            warnings: [],
            source: [],
            sourceType: "text/plain"
        )
    }
}
