import Foundation
import NilometerCore
import NilometerDetection
import NilometerPipeline
import NilometerSQLite
import NilometerTesting

/// A project in a store, with a graph of commits that is drawn by its chains, and the runs that were uploaded so far.
final class GrownProject {
    /// The stores that every situation is tried on.
    enum Engine: CaseIterable { case memory, sqlite }

    let store: any Store
    /// What the texts of rules say.
    var rules: [String: Rules] = [:]
    private let parents: [String: String]
    private var count = 0

    private init(store: any Store, _ chains: [String]) {
        self.store = store
        var parents: [String: String] = [:]
        for chain in chains {
            let commits = chain.split(separator: " ").map(String.init)
            for (parent, child) in zip(commits, commits.dropFirst()) { parents[child] = parent }
        }
        self.parents = parents
    }

    /// Makes a project whose commits follow one another as the chains say, such as `m0 m1 m2` and `m1 f1`.
    static func with(_ engine: Engine, _ chains: String..., body: (GrownProject) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "nilometer-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store: any Store =
            switch engine {
            case .memory: MemoryStore()
            case .sqlite: try SQLiteStore.open(at: folder, exclusive: true)
            }
        _ = try await store.createProject(Example.project)
        try await body(GrownProject(store: store, chains))
    }

    /// First-parent history of a commit, newest first, without it.
    func line(of sha: String) -> [String] {
        var line: [String] = []
        var next = parents[sha]
        while let current = next {
            line.append(current)
            next = parents[current]
        }
        return line
    }

    /// Uploads a run with its line; returns its id.
    @discardableResult
    func measure(
        _ sha: String,
        on branch: String = "main",
        _ values: [String: Double] = ["B allocs/op": 10],
        base: MergeBase? = nil,
        changeRequest: Int? = nil,
        machine: Machine = Machine(name: "ci"),
        part: String? = nil,
        rules: String? = nil,
        repeats: Int = 1,
        knowsLine: Bool = true
    ) async throws -> String {
        count += 1
        let readings = values.sorted { $0.key < $1.key }.map { name, value in
            let words = name.split(separator: " ").map(String.init)
            return Reading(
                benchmark: words[0],
                metric: words[1],
                unit: words[1] == "ns/op" ? "ns" : "1",
                better: .lower,
                samples: Array(repeating: value, count: repeats)
            )
        }
        let run = Run(
            id: "run_\(1000 + count)",
            project: "p",
            commit: Commit(sha: sha, branch: branch, line: knowsLine ? line(of: sha) : []),
            machine: machine,
            context: [:],
            origin: Origin(job: part.map { _ in "bench" }, part: part, changeRequest: changeRequest),
            startedAt: nil,
            finishedAt: nil,
            receivedAt: Example.time.addingTimeInterval(Double(count)),
            key: "key \(count)",
            digest: "d",
            keyHoldsFor: nil,
            readings: readings,
            warnings: [],
            source: [],
            sourceType: "text/plain",
            base: base,
            rules: rules
        )
        _ = try await store.append([run])
        return run.id
    }

    /// The verdict on a run.
    func verdict(_ run: String) async throws -> Comparison? {
        try await compare.verdict(ofRun: run, in: Example.project)
    }

    /// The comparison of two revisions.
    func comparison(base: String, head: String) async throws -> Comparison {
        try await compare.comparison(base: base, head: head, in: Example.project)
    }

    private var compare: Compare {
        let rules = rules
        return Compare(
            store: store,
            comparer: HistoryComparer(detector: Detectors.all[0]),
            readRules: { rules[$0] ?? Rules() }
        )
    }

    /// Sweeps what is due.
    func sweep() async throws {
        let rules = rules
        let sweep = Sweep(
            store: store,
            detector: Detectors.all[0],
            doorbell: Doorbell(),
            deliverDoorbell: Doorbell(),
            eventText: { type, alert, members, _ in
                "\(type) \(alert.toCommit) \(members.map { "\($0.state) \($0.series.owner ?? "nobody")" })"
            },
            readRules: { rules[$0] ?? Rules() },
            now: { Example.time }
        )
        while try await sweep.sweepOnce() {}
    }

    /// The changes that stand, and those retracted, in a few words.
    func changes() async throws -> [String] {
        try await store.changes(in: "p", series: nil, withRetracted: true)
            .map { "\($0.series.key.benchmark) \($0.commit) \(Int($0.before)) to \(Int($0.after)) \($0.state)" }
            .sorted()
    }

    /// The alerts in a few words.
    func alerts() async throws -> [String] {
        try await store.alerts(in: "p", state: nil)
            .map { "\($0.toCommit) \($0.state) \($0.members.count)\($0.held == nil ? "" : " held")" }.sorted()
    }
}

extension Comparison {
    /// Each row in a few words.
    var lines: [String] {
        rows.map { row in
            func text(_ value: Double?) -> String { value.map { "\(Int($0.rounded()))" } ?? "-" }
            return "\(row.series.key.benchmark) \(row.series.key.metric) on \(row.series.machine): "
                + "\(text(row.before)) to \(text(row.after)) \(row.verdict)"
        }
    }
}
