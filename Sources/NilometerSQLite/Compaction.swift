import Foundation
import GRDB
import NilometerCore

/// The 128 oldest heads of a lane as one chunk a series; made by a reader, since heads never change, and written by the writer.
struct Compaction: Sendable {
    /// How many heads a lane may have before the oldest are turned into chunks.
    private static let mostHeads = Int64(2 * ChunkBlob.runs)

    private let suite: Suite
    private let first: Int64
    private let chunks: [(series: Int64, data: Data)]

    private var end: Int64 { first + Int64(ChunkBlob.runs) }

    /// What is due in one lane; nil when nothing is due.
    init?(due db: Database) throws {
        let due = try db.row(
            """
            SELECT project_id, machine_id, lane, compacted_below FROM suite_state
            WHERE next_seq - compacted_below >= :most LIMIT 1
            """,
            ["most": Self.mostHeads]
        )
        guard let due else { return nil }
        suite = Suite(project: due[0], machine: due[1], lane: due[2])
        first = due[3]
        let (suite, first) = (suite, first)
        let number = first / Int64(ChunkBlob.runs)
        chunks = try Self.blobs(of: suite, from: first, db).sorted { $0.key < $1.key }.map { series, chunk in
            (series, chunk.data(key: suite.key(series: series, chunk: number)))
        }
    }

    private static func blobs(of suite: Suite, from first: Int64, _ db: Database) throws -> [Int64: ChunkBlob] {
        let rows = try db.cursor(
            """
            SELECT seq, layout_id, data FROM head WHERE project_id = :project AND machine_id = :machine AND lane = :lane
              AND seq >= :seq AND seq < :end ORDER BY seq
            """,
            suite.arguments(first, ["end": first + Int64(ChunkBlob.runs)])
        )
        var known = ReaderMemory.Project()
        var chunks: [Int64: ChunkBlob] = [:]
        while let row = try rows.next() {
            let seq: Int64 = row[0]
            let layout = try known.layout(row[1], of: suite, db)
            let summaries = try HeadBlob.summaries(row[2], key: suite.key(seq))
            guard summaries.count == layout.series.count else { throw ByteReader.damage }
            for (series, summary) in zip(layout.series, summaries) {
                chunks[series, default: ChunkBlob(places: [], summaries: [])].append(summary, at: Int(seq - first))
            }
        }
        return chunks
    }

    /// Puts the chunks in the place of the heads, in the transaction that is open; nothing where the lane was compacted or
    /// removed meanwhile.
    func apply(_ db: Database) throws {
        let number = first / Int64(ChunkBlob.runs)
        try db.run(
            """
            UPDATE suite_state SET compacted_below = :end
            WHERE project_id = :project AND machine_id = :machine AND lane = :lane AND compacted_below = :seq
            """,
            suite.arguments(first, ["end": end])
        )
        guard db.changesCount == 1 else { return }
        for (series, data) in chunks {
            try db.run(
                """
                INSERT INTO chunk (project_id, machine_id, lane, series_id, chunk, data)
                VALUES (:project, :machine, :lane, :series, :chunk, :data)
                """,
                suite.arguments + ["series": series, "chunk": number, "data": data]
            )
        }
        Failpoint.pass("compact")
        try db.run(
            "DELETE FROM head WHERE project_id = :project AND machine_id = :machine AND lane = :lane AND seq >= :seq AND seq < :end",
            suite.arguments(first, ["end": end])
        )
    }
}
