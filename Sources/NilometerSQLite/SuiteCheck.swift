import Foundation
import GRDB
import NilometerCore

/// Compares the index of one suite with its records: each run is in the heads or in the chunks, never in both or neither.
struct SuiteCheck {
    let suite: Suite
    let nextSeq: Int64
    let compactedBelow: Int64
    let db: Database
    private(set) var problems: [String] = []

    init(suite: Suite, nextSeq: Int64, compactedBelow: Int64, db: Database) {
        self.suite = suite
        self.nextSeq = nextSeq
        self.compactedBelow = compactedBelow
        self.db = db
    }

    mutating func run() throws {
        var known = ReaderMemory.Project()
        let runs = try db.rows(
            """
            SELECT public_id, seq, layout_id FROM run
            WHERE project_id = :project AND machine_id = :machine AND lane = :lane ORDER BY seq
            """,
            suite.arguments
        )
        if Int64(runs.count) != nextSeq { problems.append("\(name): \(runs.count) runs, the next seq is \(nextSeq)") }
        var chunks: [Int64: [Int64: ChunkBlob]] = [:]
        for row in runs {
            let (id, seq): (String, Int64) = (row[0], row[1])
            do {
                let place = SQLiteStore.PlacedRun(suite: suite, seq: seq, layout: row[2])
                let record = try SQLiteStore.record(of: place, db)
                try checkSource(seq)
                let layout = try known.layout(row[2], of: suite, db)
                let head = try head(seq)
                if seq >= compactedBelow {
                    guard let head else {
                        problems.append("\(id): no head")
                        continue
                    }
                    if !head.elementsEqual(record.entries, by: { $0.centre == $1.centre }) {
                        problems.append("\(id): the head is not its record's; run “nilometerd reindex”")
                    }
                    continue
                }
                if head != nil { problems.append("\(id): in a head and in chunks; run “nilometerd reindex”") }
                let number = seq / Int64(ChunkBlob.runs)
                if chunks[number] == nil { chunks = [number: try self.chunks(number)] }
                for (series, entry) in zip(layout.series, record.entries) {
                    let chunk = chunks[number]?[series]
                    let index = chunk?.places.firstIndex(of: Int(seq) % ChunkBlob.runs)
                    guard let chunk, let index, chunk.summaries[index].centre == entry.centre else {
                        problems.append("\(id): a chunk is not its record's; run “nilometerd reindex”")
                        break
                    }
                }
            } catch let error as StoreError {
                problems.append("\(id): \(error)")
            }
        }
    }

    private var name: String { "project \(suite.project), machine \(suite.machine), lane \(suite.lane)" }

    private func head(_ seq: Int64) throws -> [Summary]? {
        try db.row(
            "SELECT data FROM head WHERE project_id = :project AND machine_id = :machine AND lane = :lane AND seq = :seq",
            suite.arguments(seq)
        ).map { try HeadBlob.summaries($0[0], key: suite.key(seq)) }
    }

    private func checkSource(_ seq: Int64) throws {
        let row = try db.row(
            "SELECT data FROM source WHERE project_id = :project AND machine_id = :machine AND lane = :lane AND seq = :seq",
            suite.arguments(seq)
        )
        guard let row else { throw ByteReader.damage }
        var reader = try Blob.opened(row[0], key: suite.key(seq))
        _ = try Packing.read(from: &reader)
    }

    private func chunks(_ number: Int64) throws -> [Int64: ChunkBlob] {
        var found: [Int64: ChunkBlob] = [:]
        for row in try db.rows(
            """
            SELECT series_id, data FROM chunk
            WHERE project_id = :project AND machine_id = :machine AND lane = :lane AND chunk = :chunk
            """,
            suite.arguments + ["chunk": number]
        ) {
            let series: Int64 = row[0]
            found[series] = try ChunkBlob(row[1], key: suite.key(series: series, chunk: number))
        }
        return found
    }
}
