import Foundation
import GRDB
import NilometerCore

extension SQLiteStore {
    /// How large the write-ahead log may grow before it is copied into the database, in bytes.
    static let largestLog = 16 * 1_048_576

    /// Does one piece of housekeeping: the ledger's sync, a checkpoint, or the compaction of one lane.
    public func tidy() async throws -> Bool {
        try await tellingFailedSync { try ledger?.sync() }
        let size = try? FileManager.default.attributesOfItem(atPath: pool.path + "-wal")[.size] as? Int
        // A checkpoint of our own: the automatic one hides a failed sync. On a connection of its own it runs beside the writer.
        if (size ?? 0) > Self.largestLog, let checkpoints {
            try await tellingFailedSync {
                try await Failures.mapped {
                    try await checkpoints.writeWithoutTransaction { db in _ = try db.checkpoint(.passive) }
                }
            }
        }
        guard let compaction = try await read({ try Compaction(due: $0) }) else { return false }
        try await write { try compaction.apply($0) }
        return true
    }

    /// Rebuilds every head and chunk from the records, and drops what was kept of series.
    public func reindex() throws {
        try Failures.mapped {
            try pool.write { db in
                try db.execute(
                    sql: """
                        DELETE FROM series_state; DELETE FROM chunk; DELETE FROM head;
                        UPDATE suite_state SET compacted_below = 0
                        """
                )
                let runs = try db.cursor(
                    "SELECT project_id, machine_id, lane, seq, layout_id FROM run ORDER BY project_id, machine_id, lane, seq"
                )
                while let row = try runs.next() {
                    let suite = Suite(project: row[0], machine: row[1], lane: row[2])
                    let place = PlacedRun(suite: suite, seq: row[3], layout: row[4])
                    let summaries = try Self.record(of: place, db).entries.map(\.summary)
                    try Self.insertHead(summaries, place, db)
                }
                while let compaction = try Compaction(due: db) { try compaction.apply(db) }
            }
        }
    }

    static func insertHead(_ summaries: [Summary], _ run: PlacedRun, _ db: Database) throws {
        try db.run(
            "INSERT INTO head (project_id, machine_id, lane, seq, layout_id, data) VALUES (:project, :machine, :lane, :seq, :layout, :data)",
            run.suite.arguments(
                run.seq,
                ["layout": run.layout, "data": HeadBlob.data(summaries, key: run.suite.key(run.seq))]
            )
        )
    }
}
