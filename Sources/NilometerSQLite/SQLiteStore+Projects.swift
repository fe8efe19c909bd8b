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
            createdAt: Date(timeIntervalSince1970: row["created_at"])
        )
    }

    /// Adds the project.
    public func createProject(_ project: Project) async throws -> Bool {
        try await write { db in
            try db.execute(
                sql: "INSERT OR IGNORE INTO project (slug, name, default_branch, created_at) VALUES (?, ?, ?, ?)",
                arguments: [project.slug, project.name, project.defaultBranch, project.createdAt.timeIntervalSince1970]
            )
            return db.changesCount > 0
        }
    }

    /// All projects by slug.
    public func projects() async throws -> [Project] {
        try await read { db in try Row.fetchAll(db, sql: "SELECT * FROM project ORDER BY slug").map(Self.project) }
    }

    /// The project with this slug.
    public func project(_ slug: String) async throws -> Project? {
        try await read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM project WHERE slug = ?", arguments: [slug]).map(Self.project)
        }
    }

    /// Replaces name and default branch; with another default branch every run becomes due for a sweep.
    public func updateProject(_ project: Project) async throws -> Bool {
        try await write { db in
            let stored = try Row.fetchOne(db, sql: "SELECT * FROM project WHERE slug = ?", arguments: [project.slug])
            guard let stored = stored.map(Self.project) else { return false }
            try db.execute(
                sql: "UPDATE project SET name = ?, default_branch = ? WHERE slug = ?",
                arguments: [project.name, project.defaultBranch, project.slug]
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

    /// Removes the project and all that is its own.
    public func deleteProject(_ slug: String) async throws -> Bool {
        let isThere = try await write { db in
            try db.execute(sql: "DELETE FROM project WHERE slug = ?", arguments: [slug])
            return db.changesCount > 0
        }
        writer.withLock { $0 = WriterState() }
        await memory.forget(slug)
        return isThere
    }
}
