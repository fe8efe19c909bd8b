import Foundation
import GRDB
import NilometerCore

extension SQLiteStore {
    /// Closes the database and gives the folder up.
    func close() throws {
        try Failures.mapped {
            try checkpoints?.close()
            try pool.close()
        }
        lock?.release()
    }

    /// Writes a whole copy under a temporary name, and then gives it its own.
    public func backup(to path: String) throws {
        let temporary = path + ".partial"
        try? FileManager.default.removeItem(atPath: temporary)
        try Failures.mapped {
            try pool.writeWithoutTransaction {
                try $0.execute(sql: "VACUUM INTO :path", arguments: ["path": temporary])
            }
        }
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: temporary))
        try handle.synchronize()
        try handle.close()
        try FileManager.default.moveItem(atPath: temporary, toPath: path)
        let folder = (path as NSString).deletingLastPathComponent
        try FolderSync.sync(folder.isEmpty ? "." : folder)
    }

    /// Problems found: the file's integrity, the checksum of every blob, and whether the index says what the records say.
    ///
    /// - Complexity: reads everything.
    public func check() throws -> [String] {
        try Failures.mapped {
            try pool.read { db in
                var problems = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
                problems += try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { "foreign key: \($0)" }
                for row in try db.rows(
                    "SELECT project_id, machine_id, lane, next_seq, compacted_below FROM suite_state"
                ) {
                    let suite = Suite(project: row[0], machine: row[1], lane: row[2])
                    var check = SuiteCheck(suite: suite, nextSeq: row[3], compactedBelow: row[4], db: db)
                    try check.run()
                    problems += check.problems
                }
                for row in try db.rows("SELECT project_id, series_id, data FROM series_state") {
                    let key: [Int64] = [row[0], row[1]]
                    if (try? Blob.opened(row[2], key: key)) == nil {
                        problems.append("project \(key[0]): what is kept of series \(key[1]) is damaged, and not used")
                    }
                }
                return problems
            }
        }
    }
}
