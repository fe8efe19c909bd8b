import Foundation
import GRDB
public import NilometerCore

/// Runs and all that is derived from them, in one SQLite file.
public struct SQLiteStore: Store {
    let pool: DatabasePool
    let lock: FolderLock?

    /// Opens the database of a folder, makes both where they are absent, and brings the schema up to date.
    ///
    /// - Parameters:
    ///   - folder: the data folder.
    ///   - exclusive: whether this process serves; a second one is refused. Tools beside a server pass false.
    /// - Returns: the store.
    /// - Throws: `StoreError`.
    public static func open(at folder: String, exclusive: Bool) throws -> SQLiteStore {
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw StoreError.failed("The folder \(folder) could not be made: \(error.localizedDescription)")
        }
        let lock = exclusive ? try FolderLock(folder: folder) : nil
        return try Failures.mapped {
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            configuration.foreignKeysEnabled = true
            configuration.prepareDatabase {
                try $0.execute(sql: "PRAGMA wal_autocheckpoint = 0; PRAGMA cell_size_check = ON")
            }
            let pool = try DatabasePool(path: folder + "/nilometer.db", configuration: configuration)
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try Migrations.apply(to: db)
                guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2,
                    try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal"
                else {
                    throw StoreError.failed(
                        "The database is not in WAL mode with synchronous=FULL; check its file system."
                    )
                }
            }
            return SQLiteStore(pool: pool, lock: lock)
        }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await Failures.mapped { try await pool.read(body) }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        let value = try await Failures.mapped { try await pool.write(body) }
        try await checkpointWhenLarge()
        return value
    }

    /// A checkpoint of our own: the automatic one hides a failed sync.
    private func checkpointWhenLarge() async throws {
        let size = try? FileManager.default.attributesOfItem(atPath: pool.path + "-wal")[.size] as? Int
        guard (size ?? 0) > 16 * 1_048_576 else { return }
        try await Failures.mapped {
            try await pool.writeWithoutTransaction { db in _ = try db.checkpoint(.passive) }
        }
    }

    static func projectID(_ slug: String, _ db: Database) throws -> Int64? {
        try Int64.fetchOne(db, sql: "SELECT project_id FROM project WHERE slug = ?", arguments: [slug])
    }
}
