import Foundation
import GRDB
public import NilometerCore

extension SQLiteStore {
    static func series(_ row: Row, project: String) -> Series {
        let parameters: String = row["parameters"]
        var key = SeriesKey(benchmark: row["benchmark"], parameters: [:], metric: row["metric"])
        key.parametersText = parameters
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

    /// Series that match.
    public func series(
        in project: String,
        benchmark: String?,
        metric: String?,
        machine: String?
    ) async throws -> [Series] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT series.* FROM series JOIN project USING (project_id) WHERE slug = :project
                      AND (:benchmark IS NULL OR benchmark = :benchmark) AND (:metric IS NULL OR metric = :metric)
                      AND (:machine IS NULL OR machine = :machine) ORDER BY benchmark, parameters, metric, machine
                    """,
                arguments: ["project": project, "benchmark": benchmark, "metric": metric, "machine": machine]
            )
            return rows.map { Self.series($0, project: project) }
        }
    }

    /// The series with this public id.
    public func series(_ id: String, in project: String) async throws -> Series? {
        try await read { db in
            let row = try Row.fetchOne(
                db,
                sql: "SELECT series.* FROM series JOIN project USING (project_id) WHERE slug = ? AND public_id = ?",
                arguments: [project, id]
            )
            return row.map { Self.series($0, project: project) }
        }
    }

    /// The points of several series along a branch.
    public func points(of series: [String], in project: String, branch: String) async throws -> [String: [Point]] {
        try await read { db in
            guard let projectID = try Self.projectID(project, db) else { return [:] }
            let line = try CommitGraph(project: projectID, db: db).line(of: branch)
            let place = Dictionary(
                line.reversed().enumerated().map { ($1, $0) },
                uniquingKeysWith: { first, _ in first }
            )
            let statement = try db.cachedStatement(
                sql: """
                    SELECT sha, run.public_id, centre, spread, count FROM series JOIN head USING (series_id)
                    JOIN run USING (run_id) WHERE series.project_id = ? AND series.public_id = ? AND deleted = 0
                    ORDER BY run_id
                    """
            )
            var found: [String: [Point]] = [:]
            for id in series {
                var placed: [(place: Int, order: Int, point: Point)] = []
                let rows = try Row.fetchCursor(statement, arguments: [projectID, id])
                while let row = try rows.next() {
                    let sha: String = row[0]
                    guard let index = place[sha] else { continue }
                    let spread: Double? = row[3]
                    let point = Point(commit: sha, run: row[1], value: row[2], spread: spread ?? .nan, count: row[4])
                    placed.append((index, placed.count, point))
                }
                guard !placed.isEmpty else { continue }
                placed.sort { ($0.place, $0.order) < ($1.place, $1.order) }
                found[id] = placed.map(\.point)
            }
            return found
        }
    }

    /// The samples of some runs in one series.
    public func samples(of series: String, in project: String, runs: [String]) async throws -> [String: [Double]] {
        try await read { db in
            guard let projectID = try Self.projectID(project, db) else { return [:] }
            let statement = try db.cachedStatement(
                sql: """
                    SELECT data, crc, machine.name, machine.fingerprint FROM record JOIN run USING (run_id)
                    JOIN machine USING (machine_id) WHERE run.project_id = ? AND public_id = ?
                    """
            )
            var found: [String: [Double]] = [:]
            for run in runs {
                guard let row = try Row.fetchOne(statement, arguments: [projectID, run]) else { continue }
                let readings = try JSONDecoder().decode(
                    [Reading].self,
                    from: Data(Packing.unpacked(row[0], crc: row[1]))
                )
                let machine = Self.machine(name: row[2], fingerprint: row[3])
                found[run] = readings.first { Self.publicID($0, machine: machine, slug: project).id == series }?.samples
            }
            return found
        }
    }

    static func machine(name: String, fingerprint: String) -> Machine {
        var facts: [String: String] = [:]
        for pair in fingerprint.split(separator: "\u{1F}") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            facts[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
        return Machine(name: name, fingerprint: facts)
    }

    /// Commits of a branch that have runs, oldest first.
    public func measuredCommits(in project: String, branch: String) async throws -> [String] {
        try await read { db in
            guard let projectID = try Self.projectID(project, db) else { return [] }
            let measured = try String.fetchSet(
                db,
                sql: "SELECT DISTINCT sha FROM run WHERE project_id = ? AND deleted = 0",
                arguments: [projectID]
            )
            return try CommitGraph(project: projectID, db: db).line(of: branch).reversed().filter(measured.contains)
        }
    }

    /// The known first-parent ancestors of a commit, newest first.
    public func ancestors(of sha: String, in project: String, limit: Int) async throws -> [String] {
        try await read { db in
            guard let projectID = try Self.projectID(project, db) else { return [] }
            return Array(try CommitGraph(project: projectID, db: db).line(from: sha).prefix(limit))
        }
    }

    /// What machines and branches a project has runs of.
    public func machinesAndBranches(in project: String) async throws -> (machines: [Machine], branches: [String]) {
        try await read { db in
            guard let projectID = try Self.projectID(project, db) else { return ([], []) }
            let machines = try Row.fetchAll(
                db,
                sql: "SELECT name, fingerprint FROM machine WHERE project_id = ? ORDER BY name",
                arguments: [projectID]
            )
            let branches = try String.fetchAll(
                db,
                sql: "SELECT DISTINCT branch FROM run WHERE project_id = ? ORDER BY branch",
                arguments: [projectID]
            )
            return (machines.map { Self.machine(name: $0[0], fingerprint: $0[1]) }, branches)
        }
    }
}
