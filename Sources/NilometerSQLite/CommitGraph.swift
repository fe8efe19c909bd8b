import Foundation
import GRDB
import NilometerCore

/// The first-parent graph of a project.
struct CommitGraph {
    let project: Int64
    let db: Database

    /// Gives a commit its place; true when the place had to be assumed.
    func place(_ commit: Commit) throws -> Bool {
        var child = commit.sha
        for parent in commit.line where parent != child {
            try link(child, to: parent, assumed: false)
            child = parent
        }
        try add(child)
        if let time = commit.committedAt {
            try db.execute(
                sql: #"UPDATE "commit" SET committed_at = ? WHERE project_id = ? AND sha = ?"#,
                arguments: [time.timeIntervalSince1970, project, commit.sha]
            )
        }
        let head = try String.fetchOne(
            db,
            sql: "SELECT head FROM branch WHERE project_id = ? AND name = ?",
            arguments: [project, commit.branch]
        )
        guard let head else {
            try setHead(commit.sha, of: commit.branch)
            return false
        }
        guard head != commit.sha else { return false }
        if try line(from: head).contains(commit.sha) { return false }
        let own = try line(from: commit.sha)
        if own.contains(head) || own.count > 1 {
            try setHead(commit.sha, of: commit.branch)
            return false
        }
        return try assumePlace(commit, head: head)
    }

    /// Puts a commit without line into its branch by its time, else at its end.
    private func assumePlace(_ commit: Commit, head: String) throws -> Bool {
        guard let time = commit.committedAt?.timeIntervalSince1970 else {
            try link(commit.sha, to: head, assumed: true)
            try setHead(commit.sha, of: commit.branch)
            return true
        }
        var younger: String?
        for sha in try line(from: head) {
            let other = try Double.fetchOne(
                db,
                sql: #"SELECT committed_at FROM "commit" WHERE project_id = ? AND sha = ?"#,
                arguments: [project, sha]
            )
            guard let other, other > time else {
                try link(commit.sha, to: sha, assumed: true)
                break
            }
            younger = sha
        }
        if let younger {
            try link(younger, to: commit.sha, assumed: true)
        } else {
            try setHead(commit.sha, of: commit.branch)
        }
        return true
    }

    /// The first-parent history from a commit, newest first, itself included; ends at a cycle.
    func line(from sha: String) throws -> [String] {
        let statement = try db.cachedStatement(
            sql: #"SELECT parent FROM "commit" WHERE project_id = ? AND sha = ?"#
        )
        var line: [String] = []
        var seen: Set<String> = []
        var next: String? = sha
        while let current = next, seen.insert(current).inserted {
            line.append(current)
            next = try String.fetchOne(statement, arguments: [project, current])
        }
        return line
    }

    /// The history of a branch's head; empty when the branch is unknown.
    func line(of branch: String) throws -> [String] {
        let head = try String.fetchOne(
            db,
            sql: "SELECT head FROM branch WHERE project_id = ? AND name = ?",
            arguments: [project, branch]
        )
        return try head.map { try line(from: $0) } ?? []
    }

    private func add(_ sha: String) throws {
        try db.execute(
            sql: #"INSERT OR IGNORE INTO "commit" (project_id, sha) VALUES (?, ?)"#,
            arguments: [project, sha]
        )
    }

    /// Sets a first parent; one that is known is not replaced by an assumed one.
    private func link(_ sha: String, to parent: String, assumed: Bool) throws {
        try add(sha)
        try db.execute(
            sql:
                #"UPDATE "commit" SET parent = :parent, is_assumed = :assumed WHERE project_id = :project AND sha = :sha AND (parent IS NULL OR is_assumed = 1)"#,
            arguments: ["parent": parent, "assumed": assumed, "project": project, "sha": sha]
        )
    }

    private func setHead(_ sha: String, of branch: String) throws {
        try db.execute(
            sql:
                "INSERT INTO branch (project_id, name, head) VALUES (:project, :name, :head) ON CONFLICT DO UPDATE SET head = :head",
            arguments: ["project": project, "name": branch, "head": sha]
        )
    }
}
