import Foundation
import GRDB
import NilometerCore

/// What readers remember between calls; each takes a copy, and brings it up to the state of its own transaction.
actor ReaderMemory {
    /// A run as points need it.
    struct RunEntry: Sendable {
        var id: String
        var commit: Int
        var number: Int64
        var isDeleted: Bool
    }

    /// What is remembered of one project.
    struct Project: Sendable {
        /// Whose this is; another project of the same slug has another id.
        var id: Int64?
        var graph = CommitGraph()
        /// How often stored commits had been relinked when the graph was read.
        var relinked: Int64 = 0
        /// The runs of each suite by `seq`.
        var runs: [Suite: [RunEntry]] = [:]
        var layouts: [Suite: [Int64: Layout]] = [:]
    }

    private var projects: [String: Project] = [:]
    private var generations: [String: Int] = [:]

    /// What is remembered of a project, and a mark to give back with it.
    func project(_ slug: String) -> (known: Project, mark: Int) {
        (projects[slug] ?? Project(), generations[slug, default: 0])
    }

    /// Remembers what a reader has found, unless it was forgotten meanwhile.
    func remember(_ known: Project, of slug: String, mark: Int) {
        guard generations[slug, default: 0] == mark else { return }
        projects[slug] = known
    }

    /// Forgets a project: something that is remembered was changed.
    func forget(_ slug: String) {
        projects[slug] = nil
        generations[slug, default: 0] += 1
    }
}

extension ReaderMemory.Project {
    /// Brings the graph up to the transaction's state.
    mutating func refreshGraph(_ project: Int64, _ db: Database) throws {
        if id != project { self = ReaderMemory.Project(id: project) }
        let stored =
            try db.number("SELECT relinked FROM project WHERE project_id = :project", ["project": project]) ?? 0
        if stored != relinked { graph = CommitGraph() }
        relinked = stored
        try graph.extend(project, db)
    }

    /// The runs of a suite up to the transaction's state, by `seq`.
    mutating func runs(of suite: Suite, _ db: Database) throws -> [ReaderMemory.RunEntry] {
        var entries = runs.removeValue(forKey: suite) ?? []
        let rows = try db.cursor(
            """
            SELECT public_id, commit_id, run_number, deleted FROM run
            WHERE project_id = :project AND machine_id = :machine AND lane = :lane AND seq >= :seq ORDER BY seq
            """,
            suite.arguments(Int64(entries.count))
        )
        while let row = try rows.next() {
            entries.append(
                ReaderMemory.RunEntry(id: row[0], commit: row[1], number: row[2], isDeleted: row[3])
            )
        }
        runs[suite] = entries
        return entries
    }

    mutating func layout(_ id: Int64, of suite: Suite, _ db: Database) throws -> Layout {
        if let known = layouts[suite]?[id] { return known }
        let data =
            try db.row(
                "SELECT series_ids FROM layout WHERE project_id = :project AND machine_id = :machine AND layout_id = :id",
                ["project": suite.project, "machine": suite.machine, "id": id]
            )?[0] as Data?
        guard let data else { throw ByteReader.damage }
        let layout = try Layout(data)
        layouts[suite, default: [:]][id] = layout
        return layout
    }
}
