import Crypto
import Foundation
import GRDB
public import NilometerCore

extension SQLiteStore {
    /// Stores a group in one transaction, a savepoint each.
    public func append(_ runs: [Run]) async throws -> [Appended] {
        try await write { db in
            try runs.map { run in
                var answer = Appended.unknownProject
                try db.inSavepoint {
                    answer = try Self.append(run, db)
                    return .commit
                }
                return answer
            }
        }
    }

    private static func append(_ run: Run, _ db: Database) throws -> Appended {
        guard let project = try projectID(run.project, db) else { return .unknownProject }
        var key = run.key
        let first = try Row.fetchOne(
            db,
            sql: "SELECT public_id, digest, received_at FROM run WHERE project_id = ? AND run_key = ?",
            arguments: [project, key]
        )
        if let first {
            let receivedAt: Double = first["received_at"]
            let digest: String = first["digest"]
            let isOver = run.keyHoldsFor.map { run.receivedAt.timeIntervalSince1970 - receivedAt > $0 } ?? false
            if !isOver {
                guard digest == run.digest else { return .conflict(firstRun: first["public_id"]) }
                guard let stored = try storedRun(first["public_id"], project, db) else { return .unknownProject }
                return .repeated(stored)
            }
            key += " " + run.id
        }
        var warnings = run.warnings
        if try CommitGraph(project: project, db: db).place(run.commit) {
            warnings.append(
                Warning("place-assumed", "The commit came without line or parent; its place in the branch is assumed.")
            )
        }
        let machine = try machineID(run.machine, project, db)
        let facts = RunFacts(
            committedAt: run.commit.committedAt,
            subject: run.commit.subject,
            author: run.commit.author,
            context: run.context,
            origin: run.origin,
            warnings: warnings,
            fingerprint: run.machine.fingerprint
        )
        try db.execute(
            sql:
                "INSERT INTO run (project_id, public_id, run_key, digest, sha, branch, machine_id, received_at, readings, facts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                project, run.id, key, run.digest, run.commit.sha, run.commit.branch, machine,
                run.receivedAt.timeIntervalSince1970, run.readings.count, try JSONEncoder().encode(facts),
            ]
        )
        let row = db.lastInsertedRowID
        let record = try Packing.packed(Array(try JSONEncoder().encode(run.readings)))
        try db.execute(
            sql: "INSERT INTO record (run_id, data, crc) VALUES (?, ?, ?)",
            arguments: [row, record.data, record.crc]
        )
        let source = try Packing.packed(run.source)
        try db.execute(
            sql: "INSERT INTO source (run_id, type, data, crc) VALUES (?, ?, ?, ?)",
            arguments: [row, run.sourceType, source.data, source.crc]
        )
        try index(run.readings, machine: run.machine, run: row, slug: run.project, project, db)
        try db.execute(sql: "INSERT INTO sweep (project_id, run_id) VALUES (?, ?)", arguments: [project, row])
        guard let stored = try storedRun(run.id, project, db) else { return .unknownProject }
        return .stored(stored)
    }

    static func index(
        _ readings: [Reading],
        machine: Machine,
        run: Int64,
        slug: String,
        _ project: Int64,
        _ db: Database
    ) throws {
        let head = try db.cachedStatement(
            sql: "INSERT INTO head (series_id, run_id, centre, spread, count) VALUES (?, ?, ?, ?, ?)"
        )
        for reading in readings {
            guard let value = reading.value else { continue }
            let series = try seriesID(reading, machine: machine, slug: slug, project, db)
            let spread = reading.samples.min().flatMap { low in reading.samples.max().map { ($0 - low) / 2 } }
            try head.execute(arguments: [series, run, value, spread, max(1, reading.samples.count)])
        }
    }

    static func publicID(_ reading: Reading, machine: Machine, slug: String) -> (id: String, isExact: Bool) {
        let isExact = reading.assumesExact || Metric.isCount(metric: reading.metric)
        let key = SeriesKey(benchmark: reading.benchmark, parameters: reading.parameters, metric: reading.metric)
        let identity = [
            slug, key.benchmark, key.parametersText, key.metric, machine.name, isExact ? "" : machine.fingerprintText,
        ].joined(separator: "\u{1F}")
        let hash = Array(SHA256.hash(data: Data(identity.utf8)).prefix(16))
        return ("ser_" + PublicID.base32(hash), isExact)
    }

    private static func seriesID(
        _ reading: Reading,
        machine: Machine,
        slug: String,
        _ project: Int64,
        _ db: Database
    ) throws -> Int64 {
        let identity = publicID(reading, machine: machine, slug: slug)
        let find = try db.cachedStatement(sql: "SELECT series_id FROM series WHERE project_id = ? AND public_id = ?")
        if let id = try Int64.fetchOne(find, arguments: [project, identity.id]) { return id }
        let key = SeriesKey(benchmark: reading.benchmark, parameters: reading.parameters, metric: reading.metric)
        try db.execute(
            sql:
                "INSERT INTO series (project_id, public_id, benchmark, parameters, metric, machine, unit, better, is_exact) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                project, identity.id, key.benchmark, key.parametersText, key.metric, machine.name, reading.unit,
                reading.better.rawValue, identity.isExact,
            ]
        )
        return db.lastInsertedRowID
    }

    private static func machineID(_ machine: Machine, _ project: Int64, _ db: Database) throws -> Int64 {
        try db.execute(
            sql: "INSERT OR IGNORE INTO machine (project_id, name, fingerprint) VALUES (?, ?, ?)",
            arguments: [project, machine.name, machine.fingerprintText]
        )
        return try Int64.fetchOne(
            db,
            sql: "SELECT machine_id FROM machine WHERE project_id = ? AND name = ? AND fingerprint = ?",
            arguments: [project, machine.name, machine.fingerprintText]
        ) ?? 0
    }

    static func storedRun(_ id: String, _ project: Int64, _ db: Database) throws -> StoredRun? {
        let row = try Row.fetchOne(
            db,
            sql:
                "SELECT run.*, machine.name AS machine_name FROM run JOIN machine USING (machine_id) WHERE run.project_id = ? AND public_id = ? AND deleted = 0",
            arguments: [project, id]
        )
        return try row.map(stored)
    }

    private static func stored(_ row: Row) throws -> StoredRun {
        let facts = try JSONDecoder().decode(RunFacts.self, from: row["facts"] as Data)
        return StoredRun(
            id: row["public_id"],
            commit: Commit(
                sha: row["sha"],
                branch: row["branch"],
                committedAt: facts.committedAt,
                subject: facts.subject,
                author: facts.author
            ),
            machine: Machine(name: row["machine_name"], fingerprint: facts.fingerprint),
            context: facts.context,
            origin: facts.origin,
            receivedAt: Date(timeIntervalSince1970: row["received_at"]),
            readingCount: row["readings"],
            warnings: facts.warnings
        )
    }

    /// The run with this id.
    public func run(_ id: String, in project: String) async throws -> StoredRun? {
        try await read { db in
            try Self.projectID(project, db).flatMap { try Self.storedRun(id, $0, db) }
        }
    }

    /// Runs, newest first.
    public func runs(
        in project: String,
        commit: String?,
        branch: String?,
        machine: String?,
        after: String?,
        limit: Int
    ) async throws -> [StoredRun] {
        try await read { db in
            guard let id = try Self.projectID(project, db) else { return [] }
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT run.*, machine.name AS machine_name FROM run JOIN machine USING (machine_id)
                    WHERE run.project_id = :project AND deleted = 0 AND (:commit IS NULL OR sha = :commit)
                      AND (:branch IS NULL OR branch = :branch) AND (:machine IS NULL OR machine.name = :machine)
                      AND (:after IS NULL OR run_id < (SELECT run_id FROM run WHERE project_id = :project AND public_id = :after))
                    ORDER BY run_id DESC LIMIT :limit
                    """,
                arguments: [
                    "project": id, "commit": commit, "branch": branch, "machine": machine, "after": after,
                    "limit": limit,
                ]
            )
            return try rows.map(Self.stored)
        }
    }

    /// The readings of a run.
    public func readings(of run: String, in project: String) async throws -> [Reading]? {
        try await read { db in
            let row = try Row.fetchOne(
                db,
                sql:
                    "SELECT data, crc FROM record JOIN run USING (run_id) JOIN project USING (project_id) WHERE slug = ? AND public_id = ? AND deleted = 0",
                arguments: [project, run]
            )
            return try row.map {
                try JSONDecoder().decode([Reading].self, from: Data(Packing.unpacked($0[0], crc: $0[1])))
            }
        }
    }

    /// The upload as it came.
    public func source(of run: String, in project: String) async throws -> (bytes: [UInt8], type: String)? {
        try await read { db in
            let row = try Row.fetchOne(
                db,
                sql:
                    "SELECT source.data, source.crc, type FROM source JOIN run USING (run_id) JOIN project USING (project_id) WHERE slug = ? AND public_id = ? AND deleted = 0",
                arguments: [project, run]
            )
            return try row.map { (try Packing.unpacked($0[0], crc: $0[1]), $0[2]) }
        }
    }

    /// Marks a run deleted.
    public func deleteRun(_ id: String, in project: String) async throws -> Bool {
        try await write { db in
            guard let projectID = try Self.projectID(project, db) else { return false }
            try db.execute(
                sql: "UPDATE run SET deleted = 1 WHERE project_id = ? AND public_id = ? AND deleted = 0",
                arguments: [projectID, id]
            )
            guard db.changesCount > 0 else { return false }
            try db.execute(
                sql:
                    "INSERT INTO sweep (project_id, run_id) SELECT project_id, run_id FROM run WHERE project_id = ? AND public_id = ?",
                arguments: [projectID, id]
            )
            return true
        }
    }
}
