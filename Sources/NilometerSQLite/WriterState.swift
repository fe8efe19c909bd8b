import Foundation
import GRDB
import NilometerCore

/// What the writer remembers of projects between groups; all of it can be read from the database again.
struct WriterState: Sendable {
    /// Who a series is, as readings name it.
    struct SeriesName: Hashable, Sendable {
        var key: SeriesKey
        var machine: String
        /// The strand; nil where the machine's name alone counts.
        var machineID: Int64?
    }

    /// What the writer must know of a series.
    struct KnownSeries: Sendable {
        var id: Int64
        var unit: String
    }

    /// One project.
    struct Project: Sendable {
        var graph: CommitGraph
        var machines: [Machine: Int64]
        var series: [SeriesName: KnownSeries] = [:]
        var layouts: [Int64: [[Int64]: Int64]] = [:]
        var nextRunNumber: Int64
        var nextSeries: Int64
    }

    private(set) var projects: [Int64: Project] = [:]
    /// The ledger's last group and chain, as the database has them; nil when not yet read.
    var ledger: Ledger.Entry?

    /// Changes what is known of a project, reading it first where it is not known.
    mutating func with<Value>(_ id: Int64, _ db: Database, _ body: (inout Project) throws -> Value) throws -> Value {
        var project = try projects.removeValue(forKey: id) ?? Self.load(id, db)
        let value = try body(&project)
        projects[id] = project
        return value
    }

    /// Forgets what is known of a project: something of it was not stored after all.
    mutating func forget(_ id: Int64) { projects[id] = nil }

    private static func load(_ id: Int64, _ db: Database) throws -> Project {
        var machines: [Machine: Int64] = [:]
        for row in try db.rows(
            "SELECT machine_id, name, fingerprint FROM machine WHERE project_id = :project",
            ["project": id]
        ) {
            machines[Machine(name: row[1], fingerprintText: row[2])] = row[0]
        }
        return Project(
            graph: try CommitGraph.load(id, db),
            machines: machines,
            nextRunNumber: try db.number(
                "SELECT coalesce(max(run_number), 0) + 1 FROM run WHERE project_id = :project",
                ["project": id]
            ) ?? 1,
            nextSeries: try db.number(
                "SELECT coalesce(max(series_id), 0) + 1 FROM series WHERE project_id = :project",
                ["project": id]
            ) ?? 1
        )
    }
}
