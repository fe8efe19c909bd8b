import Foundation
import GRDB
import NilometerCore

extension SQLiteStore {
    /// How many heads a lane may have before the oldest are turned into chunks.
    private static let mostHeads = Int64(2 * ChunkBlob.runs)
    /// How large the write-ahead log may grow before it is copied into the database, in bytes.
    static let largestLog = 16 * 1_048_576

    /// Does one piece of housekeeping: the ledger's sync, a checkpoint, or the compaction of one lane.
    public func tidy() async throws -> Bool {
        try await tellingFailedSync { try ledger?.sync() }
        let size = try? FileManager.default.attributesOfItem(atPath: pool.path + "-wal")[.size] as? Int
        // A checkpoint of our own: the automatic one hides a failed sync.
        if (size ?? 0) > Self.largestLog {
            try await tellingFailedSync {
                try await Failures.mapped {
                    try await pool.writeWithoutTransaction { db in _ = try db.checkpoint(.passive) }
                }
            }
        }
        return try await write { db in
            let due = try db.row(
                """
                SELECT project_id, machine_id, lane, compacted_below FROM suite_state
                WHERE next_seq - compacted_below >= :most LIMIT 1
                """,
                ["most": Self.mostHeads]
            )
            guard let due else { return false }
            try Self.compact(Suite(project: due[0], machine: due[1], lane: due[2]), from: due[3], db)
            return true
        }
    }

    /// Turns the 128 oldest heads of a lane into one chunk a series, in the transaction that is open.
    static func compact(_ suite: Suite, from first: Int64, _ db: Database) throws {
        let end = first + Int64(ChunkBlob.runs)
        let rows = try db.cursor(
            """
            SELECT seq, layout_id, data FROM head WHERE project_id = :project AND machine_id = :machine AND lane = :lane
              AND seq >= :seq AND seq < :end ORDER BY seq
            """,
            suite.arguments(first, ["end": end])
        )
        var known = ReaderMemory.Project()
        var chunks: [Int64: ChunkBlob] = [:]
        while let row = try rows.next() {
            let seq: Int64 = row[0]
            let layout = try known.layout(row[1], of: suite, db)
            let summaries = try HeadBlob.summaries(row[2], key: suite.key(seq))
            guard summaries.count == layout.series.count else { throw ByteReader.damage }
            for (series, summary) in zip(layout.series, summaries) {
                chunks[series, default: ChunkBlob(places: [], summaries: [])].places.append(Int(seq - first))
                chunks[series]?.summaries.append(summary)
            }
        }
        let number = first / Int64(ChunkBlob.runs)
        for (series, chunk) in chunks.sorted(by: { $0.key < $1.key }) {
            try db.run(
                """
                INSERT INTO chunk (project_id, machine_id, lane, series_id, chunk, data)
                VALUES (:project, :machine, :lane, :series, :chunk, :data)
                """,
                suite.arguments + [
                    "series": series, "chunk": number,
                    "data": chunk.data(key: suite.key(series: series, chunk: number)),
                ]
            )
        }
        Failpoint.pass("compact")
        try db.run(
            "DELETE FROM head WHERE project_id = :project AND machine_id = :machine AND lane = :lane AND seq >= :seq AND seq < :end",
            suite.arguments(first, ["end": end])
        )
        try db.run(
            "UPDATE suite_state SET compacted_below = :end WHERE project_id = :project AND machine_id = :machine AND lane = :lane",
            suite.arguments + ["end": end]
        )
    }

    /// Rebuilds every head and chunk from the records.
    public func reindex() throws {
        try Failures.mapped {
            try pool.write { db in
                try db.execute(sql: "DELETE FROM chunk; DELETE FROM head; UPDATE suite_state SET compacted_below = 0")
                let runs = try db.cursor(
                    "SELECT project_id, machine_id, lane, seq, layout_id FROM run ORDER BY project_id, machine_id, lane, seq"
                )
                while let row = try runs.next() {
                    let suite = Suite(project: row[0], machine: row[1], lane: row[2])
                    let place = PlacedRun(suite: suite, seq: row[3], layout: row[4])
                    let summaries = try Self.record(of: place, db).entries.map(\.summary)
                    try Self.insertHead(summaries, place, db)
                }
                while let due = try db.row(
                    """
                    SELECT project_id, machine_id, lane, compacted_below FROM suite_state
                    WHERE next_seq - compacted_below >= :most LIMIT 1
                    """,
                    ["most": Self.mostHeads]
                ) {
                    try Self.compact(Suite(project: due[0], machine: due[1], lane: due[2]), from: due[3], db)
                }
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
