import Foundation
import GRDB

/// How many bytes each table takes in a database file, with its indexes, as `dbstat` counts pages.
struct DiskUsage {
    /// Bytes by table.
    let bytesByTable: [String: Int]
    /// How many centres the table `chunk` holds.
    let chunkedCentres: Int

    /// Reads a database that no daemon has open.
    init(folder: String) throws {
        let path = folder + "/nilometer.db"
        do {
            var configuration = Configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            (bytesByTable, chunkedCentres) = try queue.read { db in
                let sizes = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT coalesce(entry.tbl_name, dbstat.name) AS owner, sum(pgsize) AS bytes
                        FROM dbstat LEFT JOIN sqlite_master AS entry ON entry.name = dbstat.name
                        WHERE aggregate = TRUE GROUP BY owner
                        """
                )
                let bytes = Dictionary(uniqueKeysWithValues: sizes.map { ($0["owner"] as String, $0["bytes"] as Int) })
                return (bytes, try db.tableExists("chunk") ? Self.centres(db) : 0)
            }
        } catch let error as DatabaseError {
            throw MeasuringFailed(sentence: "\(path) could not be read: \(error.message ?? "\(error)")")
        }
    }

    /// Bytes of a table and its indexes; nil where there is no such table.
    func bytes(of table: String) -> Int? { bytesByTable[table] }

    /// Bytes of everything.
    var total: Int { bytesByTable.values.reduce(0, +) }

    /// The readings of the runs that compaction has moved into chunks.
    private static func centres(_ db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT coalesce(sum(run.readings), 0) FROM run JOIN suite_state USING (project_id, machine_id, lane)
                WHERE run.seq < suite_state.compacted_below
                """
        ) ?? 0
    }
}
