import Foundation
import GRDB
public import NilometerCore

extension SQLiteStore {
    static func series(_ row: Row, project: String) -> Series {
        var key = SeriesKey(benchmark: row["benchmark"], parameters: [:], metric: row["metric"])
        key.parametersText = row["parameters"]
        return Series(
            id: row["public_id"],
            project: project,
            key: key,
            machine: row["machine"],
            unit: row["unit"],
            better: Better(rawValue: row["better"]) ?? .unknown,
            isExact: row["is_exact"]
        )
    }

    static func series(number: Int64, _ project: Int64, _ slug: String, _ db: Database) throws -> Series? {
        try db.row(
            "SELECT * FROM series WHERE project_id = :project AND series_id = :number",
            ["project": project, "number": number]
        ).map { series($0, project: slug) }
    }

    /// Series that match.
    public func series(
        in project: String,
        benchmark: String?,
        metric: String?,
        machine: String?
    ) async throws -> [Series] {
        try await read { db in
            guard let id = try Self.projectID(project, db) else { return [] }
            let rows = try db.rows(
                """
                SELECT * FROM series WHERE project_id = :project
                  AND (:benchmark IS NULL OR benchmark = :benchmark) AND (:metric IS NULL OR metric = :metric)
                  AND (:machine IS NULL OR machine = :machine) ORDER BY benchmark, parameters, metric, machine
                """,
                ["project": id, "benchmark": benchmark, "metric": metric, "machine": machine]
            )
            return rows.map { Self.series($0, project: project) }
        }
    }

    /// The series with this public id.
    public func series(_ id: String, in project: String) async throws -> Series? {
        try await read { db in
            guard let number = try Self.projectID(project, db) else { return nil }
            return try db.row(
                "SELECT * FROM series WHERE project_id = :project AND public_id = :id",
                ["project": number, "id": id]
            ).map { Self.series($0, project: project) }
        }
    }

    /// Commits of a line that have runs, oldest first.
    public func measuredCommits(in project: String, along line: CommitLine) async throws -> [String] {
        try await graph(of: project) { graph, id, db in
            let measured = try Set(
                db.rows(
                    "SELECT DISTINCT commit_id FROM run WHERE project_id = :project AND deleted = 0",
                    ["project": id]
                ).map { $0[0] as Int }
            )
            return graph.line(line).filter(measured.contains).map { graph[$0].sha }
        } ?? []
    }

    /// The known first-parent ancestors of a commit, newest first.
    public func ancestors(of sha: String, in project: String, limit: Int) async throws -> [String] {
        try await graph(of: project) { graph, _, _ in
            graph.id(of: sha).map { graph.ancestors(of: $0).prefix(limit).map { graph[$0].sha } } ?? []
        } ?? []
    }

    /// What machines and branches a project has runs of.
    public func machinesAndBranches(in project: String) async throws -> (machines: [Machine], branches: [String]) {
        try await read { db in
            guard let id = try Self.projectID(project, db) else { return ([], []) }
            let machines = try db.rows(
                "SELECT name, fingerprint FROM machine WHERE project_id = :project ORDER BY name, machine_id",
                ["project": id]
            )
            let branches = try db.rows(
                "SELECT name FROM branch WHERE project_id = :project ORDER BY name",
                ["project": id]
            )
            return (machines.map { Machine(name: $0[0], fingerprintText: $0[1]) }, branches.map { $0[0] })
        }
    }

    /// Answers from the graph of a project as it stands in one transaction; nil when there is no such project.
    func graph<Value: Sendable>(
        of slug: String,
        _ body: @escaping @Sendable (CommitGraph, Int64, Database) throws -> Value
    ) async throws -> Value? {
        let (known, mark) = await memory.project(slug)
        let found = try await read { db -> (value: Value, known: ReaderMemory.Project)? in
            guard let id = try Self.projectID(slug, db) else { return nil }
            var known = known
            try known.refreshGraph(id, db)
            return (try body(known.graph, id, db), known)
        }
        guard let found else { return nil }
        await memory.remember(found.known, of: slug, mark: mark)
        return found.value
    }
}
