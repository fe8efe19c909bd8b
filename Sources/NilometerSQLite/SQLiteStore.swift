import Foundation
import GRDB
public import NilometerCore
import Synchronization

/// Runs and all that is derived from them, in one SQLite file.
public final class SQLiteStore: Store {
    let pool: DatabasePool
    /// What checkpoints run on; nil where this process does not serve.
    let checkpoints: DatabaseQueue?
    let folder: String
    /// Nil where this process does not serve.
    let lock: FolderLock?
    let ledger: Ledger?
    /// Told of a failed sync before anybody else is.
    let syncFailed: @Sendable (String) -> Void
    let memory = ReaderMemory()
    /// Taken by the writer's queue alone, which is serial already: the mutex is what makes that provable.
    let writer = Mutex(WriterState())

    init(
        pool: DatabasePool,
        checkpoints: DatabaseQueue?,
        folder: String,
        lock: FolderLock?,
        ledger: Ledger?,
        syncFailed: @escaping @Sendable (String) -> Void
    ) {
        self.pool = pool
        self.checkpoints = checkpoints
        self.folder = folder
        self.lock = lock
        self.ledger = ledger
        self.syncFailed = syncFailed
    }

    /// Opens the database of a folder, makes both where they are absent, and brings the schema up to date.
    ///
    /// - Parameters:
    ///   - folder: the data folder.
    ///   - exclusive: whether this process serves; a second one is refused. Tools beside a server pass false.
    ///   - acceptLoss: whether to serve although the ledger says that acknowledged groups are missing.
    ///   - syncFailed: told, with the reason, when the disk did not confirm a write; ends a process that serves, at once.
    /// - Returns: the store.
    /// - Throws: `StoreError`.
    public static func open(
        at folder: String,
        exclusive: Bool,
        acceptLoss: Bool = false,
        syncFailed: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> SQLiteStore {
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
        do {
            return try Failures.mapped {
                try open(at: folder, lock: lock, acceptLoss: acceptLoss, syncFailed: syncFailed)
            }
        } catch {
            lock?.release()
            throw error
        }
    }

    private static func open(
        at folder: String,
        lock: FolderLock?,
        acceptLoss: Bool,
        syncFailed: @escaping @Sendable (String) -> Void
    ) throws -> SQLiteStore {
        let pool = try DatabasePool(path: folder + "/nilometer.db", configuration: configuration)
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try Migrations.apply(to: db)
            try requireDurability(db)
        }
        let ledger = lock == nil ? nil : try Ledger(path: folder + "/ledger.log")
        let checkpoints = lock == nil ? nil : try DatabaseQueue(path: pool.path, configuration: configuration)
        try checkpoints?.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        let store = SQLiteStore(
            pool: pool,
            checkpoints: checkpoints,
            folder: folder,
            lock: lock,
            ledger: ledger,
            syncFailed: syncFailed
        )
        try store.compareLedger(acceptLoss: acceptLoss)
        return store
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in
            // A chunk of several samples is longer than what a page of 4 KiB keeps of a row; it holds for a new file only.
            try db.execute(
                sql: """
                    PRAGMA page_size = 8192; PRAGMA wal_autocheckpoint = 0; PRAGMA cell_size_check = ON; PRAGMA secure_delete = OFF;
                    PRAGMA cache_size = -65536
                    """
            )
            // A log that was copied is written from its start again, but keeps its size: so it is cut to `largestLog`.
            try db.execute(sql: "PRAGMA journal_size_limit = 16777216")
        }
        return configuration
    }

    /// The pool sets `synchronous` itself when it opens, and a switch to WAL can fail in silence: so both are read back.
    private static func requireDurability(_ db: Database) throws {
        guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2,
            try Int.fetchOne(db, sql: "PRAGMA wal_autocheckpoint") == 0,
            try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal"
        else {
            throw StoreError.failed("The database is not in WAL mode with synchronous=FULL; check its file system.")
        }
    }

    /// Refuses to serve when the ledger has acknowledged groups that the database lacks.
    private func compareLedger(acceptLoss: Bool) throws {
        guard let ledger else { return }
        let known = try pool.read { try Self.lastGroup($0) }
        guard let last = ledger.last() else { return try ledger.restart(at: known, time: Date()) }
        let chain = try pool.read { db in
            try Data.fetchOne(
                db,
                sql: "SELECT chain FROM ledger WHERE group_number = :group",
                arguments: ["group": last.group]
            )
        }
        guard chain != last.chain, last.group > 0 else { return }
        guard acceptLoss else {
            throw StoreError.failed(
                """
                ledger.log says that group \(last.group) of runs was acknowledged, the database ends at group \(known.group) \
                or has another history: runs are missing. Restore a newer backup, or start once with --accept-loss.
                """
            )
        }
        try ledger.restart(at: known, time: Date())
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await Failures.mapped { try await pool.read(body) }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await tellingFailedSync { try await Failures.mapped { try await pool.write(body) } }
    }

    /// Tells of a failed sync at once: the kernel may have dropped the pages, and a second sync would then succeed.
    func tellingFailedSync<Value>(_ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch let error as StoreError {
            if case .syncFailed(let reason) = error { syncFailed(reason) }
            throw error
        }
    }

    static func projectID(_ slug: String, _ db: Database) throws -> Int64? {
        try db.number("SELECT project_id FROM project WHERE slug = :slug", ["slug": slug])
    }
}
