import GRDB
public import NilometerCore

extension SQLiteStore {
    private static let ofProject: StaticString = """
        SELECT text, sha FROM declaration JOIN "commit" USING (project_id, commit_id) WHERE project_id = :project
        """
    /// The newest run of every set of series that was ever measured together: between them they have all series.
    private static let allDue: StaticString = """
        INSERT OR REPLACE INTO sweep (project_id, machine_id, lane, seq)
        SELECT project_id, machine_id, lane, max(seq) FROM run WHERE project_id = :project
        GROUP BY machine_id, lane, layout_id ORDER BY max(run_number)
        """

    /// The rules of a project.
    public func rules(of project: String) async throws -> ProjectRules? {
        try await read { db in try Self.projectID(project, db).flatMap { try Self.rules(of: $0, db) } }
    }

    private static func rules(of project: Int64, _ db: Database) throws -> ProjectRules? {
        try db.row(ofProject, ["project": project]).map { ProjectRules(text: $0[0], commit: $0[1]) }
    }

    /// Takes the rules of a run for those of its project where it decides them; says whether they are others now.
    ///
    /// - Complexity: O(1) for a run of the newest commit, and where nothing changes; else O(commits of the project).
    static func takeRules(
        of run: Run,
        at id: Int,
        _ graph: CommitGraph,
        _ project: Int64,
        isMain: Bool,
        _ db: Database
    ) throws -> Bool {
        guard isMain, run.origin.changeRequest == nil, let text = run.rules else { return false }
        let stored = try rules(of: project, db)
        let isHead = graph.heads[run.commit.branch] == id
        if stored?.text == text && !isHead { return false }
        if !isHead {
            let line = graph.line(of: run.commit.branch)
            guard let place = line.firstIndex(of: id) else { return false }
            let known = stored.flatMap { graph.id(of: $0.commit) }.flatMap { line.firstIndex(of: $0) }
            if let known, place < known { return false }
        }
        try db.run(
            """
            INSERT INTO declaration (project_id, text, commit_id) VALUES (:project, :text, :commit)
            ON CONFLICT DO UPDATE SET text = :text, commit_id = :commit
            """,
            ["project": project, "text": text, "commit": id]
        )
        return stored?.text != text
    }

    /// The text that is kept with a run: rules that decide nothing, where they differ from those that do.
    static func rulesToKeep(of run: Run, _ project: Int64, isMain: Bool, _ db: Database) throws -> String? {
        guard let text = run.rules, !isMain || run.origin.changeRequest != nil else { return nil }
        return try rules(of: project, db)?.text == text ? nil : text
    }

    /// Makes every series of a project due for a sweep.
    static func makeAllDue(_ project: Int64, _ db: Database) throws { try db.run(allDue, ["project": project]) }
}
