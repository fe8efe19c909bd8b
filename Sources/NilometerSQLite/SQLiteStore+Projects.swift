import Foundation
import GRDB
public import NilometerCore
import Synchronization

extension SQLiteStore {
    static func project(_ row: Row) -> Project {
        Project(
            slug: row["slug"],
            name: row["name"],
            defaultBranch: row["default_branch"],
            createdAt: Date(timeIntervalSince1970: row["created_at"]),
            alertBudget: row["alert_budget"]
        )
    }

    /// Adds the project.
    public func createProject(_ project: Project) async throws -> Bool {
        try await write { db in
            try db.run(
                """
                INSERT OR IGNORE INTO project (slug, name, default_branch, created_at, alert_budget)
                VALUES (:slug, :name, :branch, :createdAt, :budget)
                """,
                [
                    "slug": project.slug, "name": project.name, "branch": project.defaultBranch,
                    "createdAt": project.createdAt.timeIntervalSince1970, "budget": project.alertBudget,
                ]
            )
            return db.changesCount > 0
        }
    }

    /// All projects by slug.
    public func projects() async throws -> [Project] {
        try await read { db in try db.rows("SELECT * FROM project ORDER BY slug").map(Self.project) }
    }

    /// The project with this slug.
    public func project(_ slug: String) async throws -> Project? {
        try await read { db in
            try db.row("SELECT * FROM project WHERE slug = :slug", ["slug": slug]).map(Self.project)
        }
    }

    /// Replaces name, default branch and budget; with another default branch every run becomes due for a sweep.
    public func updateProject(_ project: Project) async throws -> Bool {
        try await write { db in
            let stored = try db.row("SELECT * FROM project WHERE slug = :slug", ["slug": project.slug])
            guard let stored = stored.map(Self.project) else { return false }
            try db.run(
                """
                UPDATE project SET name = :name, default_branch = :branch, alert_budget = :budget WHERE slug = :slug
                """,
                [
                    "slug": project.slug, "name": project.name, "branch": project.defaultBranch,
                    "budget": project.alertBudget,
                ]
            )
            guard stored.defaultBranch != project.defaultBranch else { return true }
            try db.run(
                """
                INSERT OR REPLACE INTO sweep (project_id, machine_id, lane, seq) SELECT project_id, machine_id, lane, seq
                FROM run JOIN project USING (project_id) WHERE slug = :slug ORDER BY run_number
                """,
                ["slug": project.slug]
            )
            return true
        }
    }

    /// Removes the project and all that is its own, its tokens too: a later project of the same slug is another one.
    public func deleteProject(_ slug: String) async throws -> Bool {
        let isThere = try await write { db in
            try db.run("DELETE FROM token WHERE project = :slug", ["slug": slug])
            try db.run("DELETE FROM project WHERE slug = :slug", ["slug": slug])
            return db.changesCount > 0
        }
        writer.withLock { $0 = WriterState() }
        await memory.forget(slug)
        return isThere
    }
}
