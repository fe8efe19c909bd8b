import Foundation
import NilometerCore
import Testing

@testable import NilometerSQLite

struct LedgerTests {
    private static let reading = Reading(benchmark: "B", metric: "allocs/op", unit: "1", samples: [1])

    /// A folder whose database ended before the last group that its ledger has.
    private func withLoss(_ body: (String) throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "nilometer-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await fill(folder, runs: ["r0"])
        let copy = try Data(contentsOf: URL(fileURLWithPath: folder + "/nilometer.db"))
        try await fill(folder, runs: ["r1"])
        for tail in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: folder + "/nilometer.db" + tail) }
        try copy.write(to: URL(fileURLWithPath: folder + "/nilometer.db"))
        try body(folder)
    }

    private func fill(_ folder: String, runs: [String]) async throws {
        let store = try SQLiteStore.open(at: folder, exclusive: true)
        let project = Project(slug: "p", name: "p", defaultBranch: "main", createdAt: Date(timeIntervalSince1970: 0))
        _ = try await store.createProject(project)
        for run in runs { _ = try await store.append([TemporaryStore.run(run, commit: run, readings: [Self.reading])]) }
        try store.close()
    }

    @Test func `a database that lost an acknowledged group is refused, and served once the loss is accepted`()
        async throws
    {
        try await withLoss { folder in
            #expect(throws: StoreError.self) { try SQLiteStore.open(at: folder, exclusive: true) }
            _ = try SQLiteStore.open(at: folder, exclusive: true, acceptLoss: true)
        }
    }

    @Test func `what was stored is served again`() async throws {
        let folder = NSTemporaryDirectory() + "nilometer-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await fill(folder, runs: ["r0", "r1"])
        let store = try SQLiteStore.open(at: folder, exclusive: true)
        let count = try await store.runs(in: "p", commit: nil, branch: nil, machine: nil, after: nil, limit: 9).count
        #expect(count == 2)
    }

    @Test func `a record that a crash cut short is left out`() throws {
        let path = NSTemporaryDirectory() + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = Ledger.Entry.start.next([Data([1])])
        try Ledger(path: path).append(first, runs: 1, at: Date(timeIntervalSince1970: 0))
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data([1, 2, 3]))
        try handle.close()
        let ledger = try Ledger(path: path)
        #expect(ledger.last() == first)
        let second = first.next([Data([2])])
        try ledger.append(second, runs: 1, at: Date(timeIntervalSince1970: 0))
        #expect(ledger.last() == second)
    }
}
