import Foundation
import GRDB
import NilometerCore

/// Gathers the newest runs of a machine along the line of a branch, within one transaction.
struct WindowReader {
    /// A run on the line.
    private struct Placed {
        var place: Int
        var entry: ReaderMemory.RunEntry
        var suite: Suite
        var seq: Int64
    }

    private static let before = 32
    private static let most = 512

    let project: Int64
    let slug: String
    let db: Database
    var known: ReaderMemory.Project

    /// The window; nil when the machine has no run on the line.
    mutating func window(
        of machine: String,
        branch: String,
        runs: Int,
        reaching commits: Set<String>
    ) throws -> MachineWindow? {
        try known.refreshGraph(project, db)
        let line = try line(of: machine, branch: branch)
        guard !line.isEmpty else { return nil }
        var count = min(runs, Self.most)
        let wanted = Set(commits.compactMap { known.graph.id(of: $0) })
        if !wanted.isEmpty, let first = line.firstIndex(where: { wanted.contains($0.entry.commit) }) {
            count = min(max(count, line.count - first + Self.before), Self.most)
        }
        let rows = try db.rows(
            """
            SELECT * FROM series WHERE project_id = :project AND machine = :machine
            ORDER BY benchmark, parameters, metric, public_id
            """,
            ["project": project, "machine": machine]
        )
        let numbers = rows.map { $0["series_id"] as Int64 }
        let columns = try line.suffix(count).map { try column($0, numbers) }
        return MachineWindow(
            machine: machine,
            series: rows.map { SQLiteStore.series($0, project: slug) },
            columns: columns
        )
    }

    /// The machine's runs on the line, in order.
    private mutating func line(of machine: String, branch: String) throws -> [Placed] {
        var places = [Int](repeating: -1, count: known.graph.nodes.count + 1)
        for (place, id) in known.graph.line(of: branch).enumerated() { places[id] = place }
        let machines = try db.rows(
            "SELECT machine_id FROM machine WHERE project_id = :project AND name = :name",
            ["project": project, "name": machine]
        ).map { $0[0] as Int64 }
        var found: [Placed] = []
        for id in machines {
            for lane in [Suite.mainLane, Suite.otherLane] {
                let suite = Suite(project: project, machine: id, lane: lane)
                for (seq, entry) in try known.runs(of: suite, db).enumerated()
                where !entry.isDeleted && places.indices.contains(entry.commit) && places[entry.commit] >= 0 {
                    found.append(Placed(place: places[entry.commit], entry: entry, suite: suite, seq: Int64(seq)))
                }
            }
        }
        return found.sorted { ($0.place, $0.entry.number) < ($1.place, $1.entry.number) }
    }

    private mutating func column(_ run: Placed, _ numbers: [Int64]) throws -> MachineWindow.Column {
        let row = try db.row(
            """
            SELECT layout_id, received_at, facts FROM run
            WHERE project_id = :project AND machine_id = :machine AND lane = :lane AND seq = :seq
            """,
            run.suite.arguments(run.seq)
        )
        guard let row else { throw ByteReader.damage }
        let facts = try JSONDecoder().decode(RunFacts.self, from: row["facts"] as Data)
        let layout = try known.layout(row["layout_id"], of: run.suite, db)
        let centres = try centres(of: run, layout: row["layout_id"])
        guard centres.count == layout.series.count else { throw ByteReader.damage }
        return MachineWindow.Column(
            run: run.entry.id,
            commit: known.graph[run.entry.commit].sha,
            receivedAt: Date(timeIntervalSince1970: row["received_at"]),
            job: facts.origin.jobText,
            context: facts.context,
            values: numbers.map { number in layout.places[number].map { centres[$0] } ?? .nan }
        )
    }

    /// From the head, or from the record where the head has gone into chunks.
    private func centres(of run: Placed, layout: Int64) throws -> [Double] {
        let head =
            try db.row(
                "SELECT data FROM head WHERE project_id = :project AND machine_id = :machine AND lane = :lane AND seq = :seq",
                run.suite.arguments(run.seq)
            )?[0] as Data?
        if let head { return try HeadBlob.summaries(head, key: run.suite.key(run.seq)).map(\.centre) }
        let place = SQLiteStore.PlacedRun(suite: run.suite, seq: run.seq, layout: layout)
        return try SQLiteStore.record(of: place, db).entries.map(\.centre)
    }
}
