import Foundation
import GRDB
public import NilometerCore

extension SQLiteStore {
    /// Work that is due, of one project.
    public func dueSweep(limit: Int) async throws -> SweepTask? {
        let slug = try await read { db in
            try String.fetchOne(
                db,
                sql: "SELECT slug FROM sweep JOIN project USING (project_id) ORDER BY sweep_id LIMIT 1"
            )
        }
        guard let slug, let project = try await project(slug) else { return nil }
        return try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT sweep_id, run_id, run.public_id FROM sweep JOIN run USING (run_id)
                    JOIN project ON project.project_id = sweep.project_id WHERE slug = ? ORDER BY sweep_id LIMIT ?
                    """,
                arguments: [slug, limit]
            )
            let statement = try db.cachedStatement(
                sql: "SELECT series.* FROM head JOIN series USING (series_id) WHERE run_id = ?"
            )
            var series: [String: Series] = [:]
            for row in rows {
                for found in try Row.fetchAll(statement, arguments: [row["run_id"] as Int64]) {
                    series[found["public_id"]] = Self.series(found, project: slug)
                }
            }
            return SweepTask(
                project: project,
                marks: rows.map { $0["sweep_id"] },
                runs: rows.map { $0["public_id"] },
                series: series.values.sorted { $0.id < $1.id }
            )
        }
    }

    /// Changes of a project.
    public func changes(in project: String, series: [String]?, withRetracted: Bool) async throws -> [Change] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT change.public_id AS change_id, change.state, label, branch, sha, from_sha, before, after, ratio,
                      low, high, p, series.* FROM change JOIN project USING (project_id)
                    JOIN series ON series.project_id = change.project_id AND series.public_id = change.series
                    WHERE slug = :project AND (:retracted OR state <> 'retracted') ORDER BY series, position
                    """,
                arguments: ["project": project, "retracted": withRetracted]
            )
            let wanted = series.map { Set($0) }
            return rows.map { Self.change($0, project: project) }.filter { wanted?.contains($0.series.id) ?? true }
        }
    }

    private static func change(_ row: Row, project: String) -> Change {
        let low: Double? = row["low"]
        let high: Double? = row["high"]
        return Change(
            id: row["change_id"],
            series: series(row, project: project),
            branch: row["branch"],
            state: ChangeState(rawValue: row["state"]) ?? .suspected,
            label: row["label"],
            commit: row["sha"],
            fromCommit: row["from_sha"],
            before: row["before"],
            after: row["after"],
            ratio: row["ratio"],
            interval: low.flatMap { low in high.map { low...$0 } },
            p: row["p"]
        )
    }

    /// Writes a sweep's outcome and marks it done.
    public func finish(_ task: SweepTask, with outcome: SweepOutcome) async throws {
        try await write { db in
            guard let project = try Self.projectID(task.project.slug, db) else { return }
            for (series, changes) in outcome.changes {
                try db.execute(
                    sql: "DELETE FROM change WHERE project_id = ? AND series = ?",
                    arguments: [project, series]
                )
                for (position, change) in changes.enumerated() {
                    try db.execute(
                        sql: "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        arguments: [
                            project, change.id, series, change.branch, position, change.state.rawValue, change.label,
                            change.commit, change.fromCommit, change.before, change.after, change.ratio,
                            change.interval?.lowerBound, change.interval?.upperBound, change.p,
                        ]
                    )
                }
            }
            try Self.record(alerts: outcome.alerts, events: outcome.events, project, db)
            for mark in task.marks { try db.execute(sql: "DELETE FROM sweep WHERE sweep_id = ?", arguments: [mark]) }
        }
    }
}
