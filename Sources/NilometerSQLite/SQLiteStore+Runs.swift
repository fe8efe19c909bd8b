import Foundation
import GRDB
public import NilometerCore

extension SQLiteStore {
    /// A run that is not deleted, and where its blobs are.
    struct PlacedRun {
        var suite: Suite
        var seq: Int64
        var layout: Int64
    }

    static func storedRun(_ id: String, _ project: Int64, _ db: Database) throws -> StoredRun? {
        try db.row(
            """
            SELECT run.public_id, sha, run.branch, committed_at, name, fingerprint, received_at, readings, facts FROM run
            JOIN machine USING (project_id, machine_id) JOIN "commit" USING (project_id, commit_id)
            WHERE project_id = :project AND public_id = :id AND deleted = 0
            """,
            ["project": project, "id": id]
        ).map(stored)
    }

    private static func stored(_ row: Row) throws -> StoredRun {
        let facts = try JSONDecoder().decode(RunFacts.self, from: row["facts"] as Data)
        let committedAt: Double? = row["committed_at"]
        return StoredRun(
            id: row["public_id"],
            commit: Commit(
                sha: row["sha"],
                branch: row["branch"],
                committedAt: committedAt.map { Date(timeIntervalSince1970: $0) },
                subject: facts.subject,
                author: facts.author
            ),
            machine: Machine(name: row["name"], fingerprintText: row["fingerprint"]),
            context: facts.context,
            origin: facts.origin,
            receivedAt: Date(timeIntervalSince1970: row["received_at"]),
            readingCount: row["readings"],
            warnings: facts.warnings,
            base: facts.base,
            rules: facts.rules
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
            let arguments: StatementArguments = [
                "project": id, "commit": commit, "branch": branch, "machine": machine, "after": after, "limit": limit,
            ]
            let rows =
                commit == nil ? try db.rows(Self.newestRuns, arguments) : try db.rows(Self.runsOfCommit, arguments)
            return try rows.map(Self.stored)
        }
    }

    private static let newestRuns: StaticString = """
        SELECT run.public_id, sha, run.branch, committed_at, name, fingerprint, received_at, readings, facts FROM run
        JOIN machine USING (project_id, machine_id) JOIN "commit" USING (project_id, commit_id)
        WHERE project_id = :project AND deleted = 0 AND :commit IS NULL AND (:branch IS NULL OR run.branch = :branch)
          AND (:machine IS NULL OR name = :machine) AND run_number < coalesce(
            (SELECT run_number FROM run WHERE project_id = :project AND public_id = :after), 9223372036854775807)
        ORDER BY run_number DESC LIMIT :limit
        """

    private static let runsOfCommit: StaticString = """
        SELECT run.public_id, sha, run.branch, committed_at, name, fingerprint, received_at, readings, facts FROM "commit"
        JOIN run USING (project_id, commit_id) JOIN machine USING (project_id, machine_id)
        WHERE project_id = :project AND sha = :commit AND deleted = 0 AND (:branch IS NULL OR run.branch = :branch)
          AND (:machine IS NULL OR name = :machine) AND run_number < coalesce(
            (SELECT run_number FROM run WHERE project_id = :project AND public_id = :after), 9223372036854775807)
        ORDER BY run_number DESC LIMIT :limit
        """

    static func place(of run: String, _ project: Int64, _ db: Database) throws -> PlacedRun? {
        try db.row(
            "SELECT machine_id, lane, seq, layout_id FROM run WHERE project_id = :project AND public_id = :run AND deleted = 0",
            ["project": project, "run": run]
        ).map { PlacedRun(suite: Suite(project: project, machine: $0[0], lane: $0[1]), seq: $0[2], layout: $0[3]) }
    }

    static func record(of run: PlacedRun, _ db: Database) throws -> RecordBlob {
        let data =
            try db.row(
                "SELECT data FROM record WHERE project_id = :project AND machine_id = :machine AND lane = :lane AND seq = :seq",
                run.suite.arguments(run.seq)
            )?[0] as Data?
        guard let data else { throw ByteReader.damage }
        return try RecordBlob(data, key: run.suite.key(run.seq))
    }

    /// The readings of a run: those with a value in the order stored, then the errors.
    public func readings(of run: String, in project: String) async throws -> [Reading]? {
        let (known, _) = await memory.project(project)
        return try await read { db in
            var known = known
            guard let id = try Self.projectID(project, db), let place = try Self.place(of: run, id, db) else {
                return nil
            }
            let layout = try known.layout(place.layout, of: place.suite, db)
            let record = try Self.record(of: place, db)
            guard layout.series.count == record.entries.count else { throw ByteReader.damage }
            var readings: [Reading] = []
            readings.reserveCapacity(layout.series.count)
            for (number, entry) in zip(layout.series, record.entries) {
                guard let series = try Self.series(number: number, id, project, db) else { throw ByteReader.damage }
                readings.append(
                    Reading(
                        benchmark: series.key.benchmark,
                        parameters: series.key.parameters,
                        metric: series.key.metric,
                        unit: series.unit,
                        better: series.better,
                        estimator: entry.estimator,
                        value: entry.centre,
                        samples: entry.samples,
                        spread: entry.spread,
                        iterations: entry.iterations,
                        error: entry.error,
                        assumesExact: series.isExact && !Metric.isCount(metric: series.key.metric)
                    )
                )
            }
            return readings + record.failed
        }
    }

    /// The upload as it came.
    public func source(of run: String, in project: String) async throws -> (bytes: [UInt8], type: String)? {
        try await read { db in
            guard let id = try Self.projectID(project, db), let place = try Self.place(of: run, id, db) else {
                return nil
            }
            let row = try db.row(
                "SELECT data, type FROM source WHERE project_id = :project AND machine_id = :machine AND lane = :lane AND seq = :seq",
                place.suite.arguments(place.seq)
            )
            guard let row else { throw ByteReader.damage }
            var reader = try Blob.opened(row[0], key: place.suite.key(place.seq))
            return (try Packing.read(from: &reader), row[1])
        }
    }

    /// Marks a run deleted.
    public func deleteRun(_ id: String, in project: String) async throws -> Bool {
        let isThere = try await write { db in
            guard let number = try Self.projectID(project, db), let place = try Self.place(of: id, number, db) else {
                return false
            }
            try db.run(
                "UPDATE run SET deleted = 1 WHERE project_id = :project AND machine_id = :machine AND lane = :lane AND seq = :seq",
                place.suite.arguments(place.seq)
            )
            Failpoint.pass("delete")
            try db.run(
                "INSERT OR REPLACE INTO sweep (project_id, machine_id, lane, seq) VALUES (:project, :machine, :lane, :seq)",
                place.suite.arguments(place.seq)
            )
            return true
        }
        if isThere { await memory.forget(project) }
        return isThere
    }
}
