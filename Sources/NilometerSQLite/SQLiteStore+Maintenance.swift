import Foundation
import GRDB
import NilometerCore

extension SQLiteStore {
    /// Writes a whole copy under a temporary name, and then gives it its own.
    public func backup(to path: String) throws {
        let temporary = path + ".partial"
        try? FileManager.default.removeItem(atPath: temporary)
        try Failures.mapped {
            try pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [temporary]) }
        }
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: temporary))
        try handle.synchronize()
        try handle.close()
        try FileManager.default.moveItem(atPath: temporary, toPath: path)
    }

    /// Problems found: the file's integrity, the checksum of every blob, and heads that records do not bear out.
    ///
    /// - Complexity: reads everything.
    public func check() throws -> [String] {
        try Failures.mapped {
            try pool.read { db in
                var problems = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
                let rows = try Row.fetchCursor(
                    db,
                    sql: """
                        SELECT run.public_id, record.data, record.crc, source.data, source.crc,
                          (SELECT count(*) FROM head WHERE head.run_id = run.run_id)
                        FROM run LEFT JOIN record USING (run_id) LEFT JOIN source USING (run_id)
                        """
                )
                while let row = try rows.next() {
                    let id: String = row[0]
                    do {
                        guard let data: Data = row[1], let source: Data = row[3] else {
                            problems.append("\(id) has no record or no source")
                            continue
                        }
                        let readings = try JSONDecoder().decode(
                            [Reading].self,
                            from: Data(Packing.unpacked(data, crc: row[2]))
                        )
                        _ = try Packing.unpacked(source, crc: row[4])
                        let heads: Int = row[5]
                        if readings.filter({ $0.value != nil }).count != heads {
                            problems.append("\(id) has \(heads) heads")
                        }
                    } catch { problems.append("\(id): \(error)") }
                }
                return problems
            }
        }
    }

    /// Rebuilds every head from the records.
    public func reindex() throws {
        try Failures.mapped {
            try pool.write { db in
                try db.execute(sql: "DELETE FROM head")
                let rows = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT run_id, run.project_id, slug, machine.name, fingerprint FROM run
                        JOIN machine USING (machine_id) JOIN project ON project.project_id = run.project_id
                        """
                )
                for row in rows {
                    let run: Int64 = row[0]
                    guard
                        let record = try Row.fetchOne(
                            db,
                            sql: "SELECT data, crc FROM record WHERE run_id = ?",
                            arguments: [run]
                        )
                    else { continue }
                    let readings = try JSONDecoder().decode(
                        [Reading].self,
                        from: Data(Packing.unpacked(record[0], crc: record[1]))
                    )
                    let machine = Self.machine(name: row[3], fingerprint: row[4])
                    try Self.index(readings, machine: machine, run: run, slug: row[2], row[1], db)
                }
            }
        }
    }
}
