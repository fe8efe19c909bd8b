import Crypto
import Foundation
import GRDB
import NilometerCore

/// The schema's scripts, applied in order, each once.
enum Migrations {
    /// The scripts; one line each.
    static let all: [(version: Int, script: [UInt8])] = [
        (1, PackageResources.v01_schema_sql)
    ]

    static func digest(_ script: [UInt8]) -> String { SHA256.hash(data: script).map { "\($0)" }.joined(separator: ".") }

    /// Applies what the database lacks; each script in a transaction.
    static func apply(to db: Database) throws {
        try db.execute(
            sql: "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, digest TEXT NOT NULL) STRICT"
        )
        let applied = try Row.fetchAll(db, sql: "SELECT version, digest FROM migration ORDER BY version")
        let newest: Int = applied.last?[0] ?? 0
        guard newest <= all.count else { throw StoreError.newerSchema(found: newest, known: all.count) }
        for row in applied {
            let version: Int = row[0]
            let known: String = row[1]
            guard digest(all[version - 1].script) == known else {
                throw StoreError.failed(
                    "Migration \(version) in the database is not this program's; use the release it came from."
                )
            }
        }
        for migration in all.dropFirst(newest) {
            try db.inTransaction {
                try db.execute(sql: String(decoding: migration.script, as: UTF8.self))
                Failpoint.pass("migrate")
                try db.execute(
                    sql: "INSERT INTO migration (version, digest) VALUES (?, ?)",
                    arguments: [migration.version, digest(migration.script)]
                )
                return .commit
            }
        }
    }
}
