import Foundation
import GRDB
public import NilometerCore

/// Gathers the points of series along the line of a branch, within one transaction.
struct PointReader {
    /// A point and its place in the line; runs of one commit stand in order of arrival.
    private struct Placed {
        var place: Int
        var number: Int64
        /// The suite among those gathered, and the run within it.
        var suite: Int
        var seq: Int
        var summary: Summary

        func isBefore(_ other: Placed) -> Bool { (place, number) < (other.place, other.number) }
    }

    let project: Int64
    let db: Database
    var known: ReaderMemory.Project
    /// The place in the line of each commit by id; -1 where it is not on it.
    private let places: [Int]
    /// The runs of the suites that points were gathered from.
    private var suites: [[ReaderMemory.RunEntry]] = []

    init(project: Int64, branch: String, known: ReaderMemory.Project, db: Database) throws {
        self.project = project
        self.db = db
        self.known = known
        try self.known.refreshGraph(project, db)
        let graph = self.known.graph
        var places = [Int](repeating: -1, count: graph.nodes.count + 1)
        for (place, id) in graph.line(of: branch).enumerated() { places[id] = place }
        self.places = places
    }

    /// The points of each series, by its public id, in commit order; series without points are absent.
    ///
    /// - Complexity: O(heads of the suites + points), decoding each head once.
    mutating func points(of ids: [String]) throws -> [String: [Point]] {
        var wanted: [Int64: [(number: Int64, id: String)]] = [:]
        for id in ids {
            let row = try db.row(
                "SELECT series_id, machine_id, machine FROM series WHERE project_id = :project AND public_id = :id",
                ["project": project, "id": id]
            )
            guard let row else { continue }
            for machine in try machines(strand: row[1], name: row[2]) {
                wanted[machine, default: []].append((row[0], id))
            }
        }
        var placed: [String: [Placed]] = [:]
        for (machine, series) in wanted {
            for lane in [Suite.mainLane, Suite.otherLane] {
                try gather(series, in: Suite(project: project, machine: machine, lane: lane), &placed)
            }
        }
        return placed.mapValues { points in
            // Runs mostly come in the order of commits.
            let isInOrder = zip(points, points.dropFirst()).allSatisfy { !$1.isBefore($0) }
            return (isInOrder ? points : points.sorted { $0.isBefore($1) }).map(point)
        }
    }

    private func point(_ placed: Placed) -> Point {
        let run = suites[placed.suite][placed.seq]
        return Point(
            commit: known.graph[run.commit].sha,
            run: run.id,
            value: placed.summary.centre,
            spread: placed.summary.spread,
            count: placed.summary.count
        )
    }

    private func machines(strand: Int64?, name: String) throws -> [Int64] {
        if let strand { return [strand] }
        return try db.rows(
            "SELECT machine_id FROM machine WHERE project_id = :project AND name = :name",
            ["project": project, "name": name]
        ).map { $0[0] }
    }

    private mutating func gather(
        _ series: [(number: Int64, id: String)],
        in suite: Suite,
        _ placed: inout [String: [Placed]]
    ) throws {
        let state = try db.number(
            "SELECT compacted_below FROM suite_state WHERE project_id = :project AND machine_id = :machine AND lane = :lane",
            suite.arguments
        )
        guard let compactedBelow = state else { return }
        suites.append(try known.runs(of: suite, db))
        for (number, id) in series where compactedBelow > 0 {
            let found = try chunks(of: number, in: suite)
            if !found.isEmpty { placed[id, default: []] += found }
        }
        let heads = try db.cursor(
            """
            SELECT seq, layout_id, data FROM head
            WHERE project_id = :project AND machine_id = :machine AND lane = :lane AND seq >= :seq
            """,
            suite.arguments(compactedBelow)
        )
        while let row = try heads.next() {
            let seq: Int64 = row[0]
            guard isOnLine(seq) else { continue }
            let layout = try known.layout(row[1], of: suite, db)
            let summaries = try HeadBlob.summaries(row[2], key: suite.key(seq))
            guard summaries.count == layout.series.count else { throw ByteReader.damage }
            for (number, id) in series {
                guard let place = layout.places[number] else { continue }
                placed[id, default: []].append(self.placed(seq, summaries[place]))
            }
        }
    }

    private func chunks(of series: Int64, in suite: Suite) throws -> [Placed] {
        let rows = try db.cursor(
            """
            SELECT chunk, data FROM chunk
            WHERE project_id = :project AND machine_id = :machine AND lane = :lane AND series_id = :series
            """,
            suite.arguments + ["series": series]
        )
        var found: [Placed] = []
        while let row = try rows.next() {
            let number: Int64 = row[0]
            let chunk = try ChunkBlob(row[1], key: suite.key(series: series, chunk: number))
            for (place, summary) in zip(chunk.places, chunk.summaries) {
                let seq = number * Int64(ChunkBlob.runs) + Int64(place)
                if isOnLine(seq) { found.append(placed(seq, summary)) }
            }
        }
        return found
    }

    /// Whether a run of the suite gathered last is on the line and not deleted.
    private func isOnLine(_ seq: Int64) -> Bool {
        guard let runs = suites.last, runs.indices.contains(Int(seq)) else { return false }
        let run = runs[Int(seq)]
        return !run.isDeleted && places.indices.contains(run.commit) && places[run.commit] >= 0
    }

    private func placed(_ seq: Int64, _ summary: Summary) -> Placed {
        let run = suites[suites.count - 1][Int(seq)]
        return Placed(
            place: places[run.commit],
            number: run.number,
            suite: suites.count - 1,
            seq: Int(seq),
            summary: summary
        )
    }
}

extension SQLiteStore {
    /// The points of several series along a branch.
    public func points(of series: [String], in project: String, branch: String) async throws -> [String: [Point]] {
        let (known, mark) = await memory.project(project)
        let found = try await read { db -> (points: [String: [Point]], known: ReaderMemory.Project)? in
            guard let id = try Self.projectID(project, db) else { return nil }
            var reader = try PointReader(project: id, branch: branch, known: known, db: db)
            return (try reader.points(of: series), reader.known)
        }
        guard let found else { return [:] }
        await memory.remember(found.known, of: project, mark: mark)
        return found.points
    }

    /// The samples of some runs in some series, by series and run.
    public func samples(in project: String, of wanted: [String: [String]]) async throws -> [String: [String: [Double]]]
    {
        let (known, _) = await memory.project(project)
        return try await read { db in
            guard let id = try Self.projectID(project, db) else { return [:] }
            var known = known
            var found: [String: [String: [Double]]] = [:]
            for (run, series) in wanted {
                guard let place = try Self.place(of: run, id, db) else { continue }
                let layout = try known.layout(place.layout, of: place.suite, db)
                let record = try Self.record(of: place, db)
                for name in series {
                    let number = try db.number(
                        "SELECT series_id FROM series WHERE project_id = :project AND public_id = :id",
                        ["project": id, "id": name]
                    )
                    guard let number, let index = layout.places[number], record.entries.indices.contains(index) else {
                        continue
                    }
                    found[name, default: [:]][run] = record.entries[index].samples
                }
            }
            return found
        }
    }
}
