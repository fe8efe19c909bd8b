import Foundation
public import NilometerCore

/// What every storage engine promises; each promise is checked on a store of its own, which is empty.
public enum StoreContract {
    /// All promises.
    public static let promises: [Promise<any Store>] =
        ofRuns + ofKeys + ofSeries + ofLines + ofWork + ofKept + ofProjects + ofRules + ofAlerts + ofMachines
        + ofTrust

    static let time = Date(timeIntervalSince1970: 1_700_000_000)

    static func project(_ slug: String = "p", defaultBranch: String = "main") -> Project {
        Project(slug: slug, name: slug, defaultBranch: defaultBranch, createdAt: time)
    }

    static func reading(_ values: [Double] = [1], benchmark: String = "A", metric: String = "allocs/op") -> Reading {
        Reading(
            benchmark: benchmark,
            metric: metric,
            unit: metric == "ns/op" ? "ns" : "1",
            better: .lower,
            samples: values
        )
    }

    /// A run of the project `p`; its key is its id where none is given.
    static func run(
        _ id: String,
        at sha: String,
        line: [String] = [],
        branch: String = "main",
        machine: Machine = Machine(name: "m"),
        project: String = "p",
        readings: [Reading] = [reading()],
        key: String? = nil,
        digest: String = "d",
        keyHoldsFor: TimeInterval? = nil,
        after seconds: TimeInterval = 0
    ) -> Run {
        Run(
            id: id,
            project: project,
            commit: Commit(sha: sha, branch: branch, line: line, subject: "why", author: "who"),
            machine: machine,
            context: ["toolchain": "x"],
            origin: Origin(provider: "ci", id: "7", attempt: 2),
            startedAt: nil,
            finishedAt: nil,
            receivedAt: time.addingTimeInterval(seconds),
            key: key ?? id,
            digest: digest,
            keyHoldsFor: keyHoldsFor,
            readings: readings,
            warnings: [Warning("odd", "It is odd.", line: 3)],
            source: Array("text of \(id)".utf8),
            sourceType: "text/plain"
        )
    }

    /// What became of a run, in a word and the run's id.
    static func word(_ answer: Appended) -> String {
        switch answer {
        case .stored(let run): "stored \(run.id)"
        case .repeated(let run): "repeated \(run.id)"
        case .conflict(let id): "conflict \(id)"
        case .unknownProject: "unknown project"
        case .refused: "refused"
        }
    }

    /// Appends one group, and says what became of each run.
    static func append(_ runs: [Run], to store: any Store) async throws -> [String] {
        try await store.append(runs).map(word)
    }

    /// The ids of a project's runs, newest first.
    static func runs(_ store: any Store, in project: String = "p") async throws -> [String] {
        try await store.runs(in: project, commit: nil, branch: nil, machine: nil, after: nil, limit: 1000).map(\.id)
    }

    /// The runs of the points of the one series there is.
    static func points(_ store: any Store, in project: String = "p", branch: String = "main") async throws -> [String] {
        let series = try await store.series(in: project, benchmark: nil, metric: nil, machine: nil)
        let points = try await store.points(of: series.map(\.id), in: project, branch: branch)
        return series.flatMap { points[$0.id] ?? [] }.map(\.run)
    }
}
