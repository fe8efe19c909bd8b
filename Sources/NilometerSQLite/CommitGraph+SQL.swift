import GRDB
import NilometerCore

extension CommitGraph {
    /// The whole graph of a project.
    static func load(_ project: Int64, _ db: Database) throws -> CommitGraph {
        var graph = CommitGraph()
        try graph.extend(project, db)
        return graph
    }

    /// Adds the commits that are stored and not known yet, and takes the heads as they are stored.
    mutating func extend(_ project: Int64, _ db: Database) throws {
        let rows = try db.cursor(
            #"SELECT sha, parent_id, anchor_id, branch, tip_id, committed_at, claimed FROM "commit" WHERE project_id = :project AND commit_id > :known ORDER BY commit_id"#,
            ["project": project, "known": nodes.count]
        )
        while let row = try rows.next() {
            load(
                Node(
                    sha: row[0],
                    parent: row[1],
                    isClaimed: row[6],
                    anchor: row[2],
                    branch: row[3],
                    tip: row[4],
                    committedAt: row[5]
                )
            )
        }
        for row in try db.rows("SELECT name, commit_id FROM branch WHERE project_id = :project", ["project": project]) {
            load(head: row[1], of: row[0])
        }
    }

    /// Stores what was touched.
    mutating func save(_ project: Int64, _ db: Database) throws {
        for id in touched.sorted() {
            let node = self[id]
            try db.run(
                #"INSERT INTO "commit" (project_id, commit_id, sha, parent_id, anchor_id, branch, tip_id, committed_at, claimed) VALUES (:project, :id, :sha, :parent, :anchor, :branch, :tip, :time, :claimed) ON CONFLICT (project_id, commit_id) DO UPDATE SET parent_id = :parent, anchor_id = :anchor, branch = :branch, tip_id = :tip, committed_at = :time, claimed = :claimed"#,
                [
                    "project": project, "id": id, "sha": node.sha, "parent": node.parent, "anchor": node.anchor,
                    "branch": node.branch, "tip": node.tip, "time": node.committedAt,
                    "claimed": node.isClaimed,
                ]
            )
        }
        for branch in moved.sorted() {
            try db.run(
                "INSERT INTO branch (project_id, name, commit_id) VALUES (:project, :name, :id) ON CONFLICT DO UPDATE SET commit_id = :id",
                ["project": project, "name": branch, "id": heads[branch]]
            )
        }
        if isRelinked {
            try db.run(
                "UPDATE project SET relinked = relinked + 1 WHERE project_id = :project",
                ["project": project]
            )
        }
        markStored()
    }
}
