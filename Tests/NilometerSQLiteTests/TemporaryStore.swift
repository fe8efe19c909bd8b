import Foundation
import NilometerCore
import NilometerSQLite

/// A store in a folder of its own, with the project `p`.
enum TemporaryStore {
    static func with(_ body: (SQLiteStore, String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "nilometer-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try SQLiteStore.open(at: folder, exclusive: true)
        let project = Project(slug: "p", name: "p", defaultBranch: "main", createdAt: Date(timeIntervalSince1970: 0))
        _ = try await store.createProject(project)
        try await body(store, folder)
    }

    static func run(
        _ id: String,
        commit: String,
        line: [String] = [],
        branch: String = "main",
        machine: String = "m",
        readings: [Reading],
        key: String? = nil,
        digest: String = "d"
    ) -> Run {
        Run(
            id: id,
            project: "p",
            commit: Commit(sha: commit, branch: branch, line: line),
            machine: Machine(name: machine),
            context: [:],
            origin: Origin(),
            startedAt: nil,
            finishedAt: nil,
            receivedAt: Date(timeIntervalSince1970: 1000),
            key: key ?? id,
            digest: digest,
            keyHoldsFor: nil,
            readings: readings,
            warnings: [],
            source: Array("text".utf8),
            sourceType: "text/plain"
        )
    }
}
