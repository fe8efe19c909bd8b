import Foundation
import NilometerCore
import NilometerSQLite
import Testing

struct SQLiteStoreTests {
    private func withStore(_ body: (SQLiteStore, String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "nilometer-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try SQLiteStore.open(at: folder, exclusive: true)
        let project = Project(slug: "p", name: "p", defaultBranch: "main", createdAt: Date(timeIntervalSince1970: 0))
        let holds1 = try await store.createProject(project)
        #expect(holds1)
        try await body(store, folder)
    }

    private func run(
        _ sha: String,
        line: [String] = [],
        values: [Double] = [1],
        key: String? = nil,
        digest: String = "d"
    ) -> Run {
        Run(
            id: "run_" + UUID().uuidString,
            project: "p",
            commit: Commit(sha: sha, branch: "main", line: line),
            machine: Machine(name: "m"),
            context: [:],
            origin: Origin(),
            startedAt: nil,
            finishedAt: nil,
            receivedAt: Date(timeIntervalSince1970: 1000),
            key: key ?? UUID().uuidString,
            digest: digest,
            keyHoldsFor: nil,
            readings: [Reading(benchmark: "A", metric: "allocs/op", unit: "1", better: .lower, samples: values)],
            warnings: [],
            source: Array("text".utf8),
            sourceType: "text/plain"
        )
    }

    private func commits(_ store: SQLiteStore) async throws -> [String] {
        let series = try #require(try await store.series(in: "p", benchmark: nil, metric: nil, machine: nil).first)
        return try await store.points(of: [series.id], in: "p", branch: "main")[series.id, default: []].map(\.commit)
    }

    @Test func `what was stored is read back exactly`() async throws {
        try await withStore { store, _ in
            let values = [0.1, 1e300, -2.5e-300, -3]
            let sent = run("c", values: values)
            let holds2 = try await store.append([sent]).count == 1
            #expect(holds2)
            let holds3 = try await store.readings(of: sent.id, in: "p")?.first?.samples == values
            #expect(holds3)
            let holds4 = try await store.source(of: sent.id, in: "p")?.bytes == Array("text".utf8)
            #expect(holds4)
            let holds5 = try store.check().isEmpty
            #expect(holds5)
        }
    }

    @Test(arguments: [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 4, 0, 3, 1]])
    func `points stand in the order of ancestry, however they came`(order: [Int]) async throws {
        try await withStore { store, _ in
            for place in order {
                _ = try await store.append([run("c\(place)", line: (0..<place).reversed().map { "c\($0)" })])
            }
            let holds6 = try await commits(store) == ["c0", "c1", "c2", "c3", "c4"]
            #expect(holds6)
        }
    }

    @Test func `a commit without place comes last until a line corrects it`() async throws {
        try await withStore { store, _ in
            _ = try await store.append([run("c0"), run("c2", line: ["c1", "c0"])])
            guard case .stored(let stored) = try await store.append([run("c1b")]).first else {
                Issue.record("not stored")
                return
            }
            #expect(stored.warnings.map(\.code) == ["place-assumed"])
            _ = try await store.append([run("c3", line: ["c2", "c1b", "c0"])])
            let holds7 = try await commits(store).last == "c3"
            #expect(holds7)
        }
    }

    @Test func `a key is one run, and another body under it a conflict`() async throws {
        try await withStore { store, _ in
            let first = run("c", key: "k")
            _ = try await store.append([first])
            guard case .repeated(let again) = try await store.append([run("c", key: "k")]).first else {
                Issue.record("not repeated")
                return
            }
            #expect(again.id == first.id)
            let holds8 = try await store.append([run("c", key: "k", digest: "e")]) == [.conflict(firstRun: first.id)]
            #expect(holds8)
        }
    }

    @Test func `a second server is refused, and a tool is not`() async throws {
        try await withStore { store, folder in
            #expect(throws: StoreError.self) { try SQLiteStore.open(at: folder, exclusive: true) }
            let beside = try SQLiteStore.open(at: folder, exclusive: false)
            let holds9 = try await beside.projects().count == 1
            #expect(holds9)
        }
    }

    @Test func `heads are rebuilt from records`() async throws {
        try await withStore { store, _ in
            _ = try await store.append([run("c0"), run("c1", line: ["c0"])])
            try store.reindex()
            let holds10 = try store.check().isEmpty
            #expect(holds10)
            let holds11 = try await commits(store) == ["c0", "c1"]
            #expect(holds11)
        }
    }
}
