import Foundation
import GRDB
public import NilometerCore

extension SQLiteStore {
    /// Work that is due, of the project whose work has waited longest.
    public func dueSweep(limit: Int) async throws -> SweepTask? {
        try await read { db in
            let first = try db.row(
                """
                SELECT project_id, slug, name, default_branch, created_at, alert_budget FROM sweep
                JOIN project USING (project_id)
                ORDER BY mark LIMIT 1
                """
            )
            guard let first else { return nil }
            let project = Self.project(first)
            let id: Int64 = first["project_id"]
            let rows = try db.rows(
                """
                SELECT mark, machine_id, lane, seq, public_id, layout_id FROM sweep
                JOIN run USING (project_id, machine_id, lane, seq) WHERE project_id = :project
                ORDER BY mark LIMIT :limit
                """,
                ["project": id, "limit": limit]
            )
            var layouts: Set<[Int64]> = []
            var numbers: Set<Int64> = []
            for row in rows where layouts.insert([row["machine_id"], row["layout_id"]]).inserted {
                let data =
                    try db.row(
                        "SELECT series_ids FROM layout WHERE project_id = :project AND machine_id = :machine AND layout_id = :layout",
                        ["project": id, "machine": row["machine_id"] as Int64, "layout": row["layout_id"] as Int64]
                    )?[0] as Data?
                guard let data else { throw ByteReader.damage }
                numbers.formUnion(try Layout(data).series)
            }
            return SweepTask(
                project: project,
                marks: rows.map { $0[0] },
                runs: rows.map { $0["public_id"] },
                series: try numbers.sorted().compactMap { try Self.series(number: $0, id, project.slug, db) }
            )
        }
    }

    /// Writes a sweep's outcome and marks it done.
    public func finish(_ task: SweepTask, with outcome: SweepOutcome) async throws {
        try await write { db in
            guard let project = try Self.projectID(task.project.slug, db) else { return }
            for (series, changes) in outcome.changes { try Self.replace(changes, of: series, project, db) }
            for (series, state) in outcome.kept { try Self.keep(state, of: series, project, db) }
            try Self.record(alerts: outcome.alerts, events: outcome.events, project, db)
            for mark in task.marks { try db.run("DELETE FROM sweep WHERE mark = :mark", ["mark": mark]) }
        }
    }

    private static func keep(_ state: KeptState, of series: String, _ project: Int64, _ db: Database) throws {
        let number = try db.number(
            "SELECT series_id FROM series WHERE project_id = :project AND public_id = :series",
            ["project": project, "series": series]
        )
        guard let number else { return }
        try db.run(
            """
            INSERT OR REPLACE INTO series_state (project_id, series_id, first_sha, last_sha, seal, data)
            VALUES (:project, :series, :first, :last, :seal, :data)
            """,
            [
                "project": project, "series": number, "first": state.first, "last": state.last, "seal": state.seal,
                "data": Blob.sealed(state.bytes, key: [project, number]),
            ]
        )
    }

    private static func replace(_ changes: [Change], of series: String, _ project: Int64, _ db: Database) throws {
        try db.run(
            "DELETE FROM change WHERE project_id = :project AND series = :series",
            ["project": project, "series": series]
        )
        for (position, change) in changes.enumerated() {
            try db.run(
                """
                INSERT INTO change (project_id, public_id, series, branch, position, state, label, sha, from_sha, before,
                  after, ratio, low, high, p, causes)
                VALUES (:project, :id, :series, :branch, :position, :state, :label, :sha, :from, :before, :after, :ratio,
                  :low, :high, :p, :causes)
                """,
                [
                    "project": project, "id": change.id, "series": series, "branch": change.branch,
                    "position": position, "state": change.state.rawValue, "label": change.label,
                    "sha": change.commit, "from": change.fromCommit, "before": change.before, "after": change.after,
                    "ratio": change.ratio, "low": change.interval?.lowerBound, "high": change.interval?.upperBound,
                    "p": change.p, "causes": change.causes.joined(separator: "\n"),
                ]
            )
        }
    }
}
