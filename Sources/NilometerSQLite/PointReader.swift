import Foundation
import GRDB
import NilometerCore

/// Gathers the points of series along a line of commits, within one transaction.
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

    /// A series to be read, and the place in the line from which on.
    struct Wanted {
        var number: Int64
        var id: String
        var from = 0
    }

    let project: Int64
    let db: Database
    var known: ReaderMemory.Project
    /// The place in the line of each commit by id; -1 where it is not on it.
    let places: [Int]
    /// The runs of the suites that points were gathered from.
    private var suites: [[ReaderMemory.RunEntry]] = []

    init(project: Int64, line: CommitLine, known: ReaderMemory.Project, db: Database) throws {
        self.project = project
        self.db = db
        self.known = known
        try self.known.refreshGraph(project, db)
        let graph = self.known.graph
        var places = [Int](repeating: -1, count: graph.nodes.count + 1)
        for (place, id) in graph.line(line).enumerated() { places[id] = place }
        self.places = places
    }

    /// The points of each series, by its public id, in commit order; series without points are absent.
    ///
    /// - Complexity: O(heads of the suites + points), decoding each head once.
    mutating func points(of ids: [String]) throws -> [String: [Point]] {
        var wanted: [Int64: [Wanted]] = [:]
        for id in ids {
            guard let (number, machines) = try series(id) else { continue }
            for machine in machines { wanted[machine, default: []].append(Wanted(number: number, id: id)) }
        }
        return try points(of: wanted)
    }

    /// The points of each series by the machine it was measured on, each from its place on.
    mutating func points(of wanted: [Int64: [Wanted]]) throws -> [String: [Point]] {
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

    /// The number of a series, and the machines it was measured on; nil when there is none.
    func series(_ id: String) throws -> (number: Int64, machines: [Int64])? {
        try db.row(
            "SELECT series_id, machine_id, machine FROM series WHERE project_id = :project AND public_id = :id",
            ["project": project, "id": id]
        ).map { ($0[0], try machines(strand: $0[1], name: $0[2])) }
    }

    private func machines(strand: Int64?, name: String) throws -> [Int64] {
        if let strand { return [strand] }
        return try db.rows(
            "SELECT machine_id FROM machine WHERE project_id = :project AND name = :name",
            ["project": project, "name": name]
        ).map { $0[0] }
    }

    private mutating func gather(
        _ series: [Wanted],
        in suite: Suite,
        _ placed: inout [String: [Placed]]
    ) throws {
        let state = try db.number(
            "SELECT compacted_below FROM suite_state WHERE project_id = :project AND machine_id = :machine AND lane = :lane",
            suite.arguments
        )
        guard let compactedBelow = state else { return }
        suites.append(try known.runs(of: suite, db))
        let ends = chunkEnds(below: compactedBelow)
        for wanted in series {
            guard let first = ends.firstIndex(where: { $0 >= wanted.from }) else { continue }
            let found = try chunks(of: wanted, from: Int64(first), in: suite)
            if !found.isEmpty { placed[wanted.id, default: []] += found }
        }
        let from = series.map(\.from).min() ?? 0
        let heads = try db.cursor(
            """
            SELECT seq, layout_id, data FROM head
            WHERE project_id = :project AND machine_id = :machine AND lane = :lane AND seq >= :seq
            """,
            suite.arguments(compactedBelow)
        )
        while let row = try heads.next() {
            let seq: Int64 = row[0]
            guard place(of: seq) >= from else { continue }
            let layout = try known.layout(row[1], of: suite, db)
            let summaries = try HeadBlob.summaries(row[2], key: suite.key(seq))
            guard summaries.count == layout.series.count else { throw ByteReader.damage }
            for wanted in series where place(of: seq) >= wanted.from {
                guard let column = layout.places[wanted.number] else { continue }
                placed[wanted.id, default: []].append(self.placed(seq, summaries[column]))
            }
        }
    }

    /// For each chunk the newest place in the line of its runs; -1 where none is on it.
    private func chunkEnds(below end: Int64) -> [Int] {
        stride(from: 0, to: end, by: ChunkBlob.runs).map { first in
            (first..<min(end, first + Int64(ChunkBlob.runs))).reduce(-1) { max($0, place(of: $1)) }
        }
    }

    private func chunks(of wanted: Wanted, from first: Int64, in suite: Suite) throws -> [Placed] {
        let rows = try db.cursor(
            """
            SELECT chunk, data FROM chunk
            WHERE project_id = :project AND machine_id = :machine AND lane = :lane AND series_id = :series
              AND chunk >= :first
            """,
            suite.arguments + ["series": wanted.number, "first": first]
        )
        var found: [Placed] = []
        while let row = try rows.next() {
            let number: Int64 = row[0]
            let chunk = try ChunkBlob(row[1], key: suite.key(series: wanted.number, chunk: number))
            for (place, summary) in zip(chunk.places, chunk.summaries) {
                let seq = number * Int64(ChunkBlob.runs) + Int64(place)
                if self.place(of: seq) >= wanted.from { found.append(placed(seq, summary)) }
            }
        }
        return found
    }

    /// The place in the line of a run of the suite gathered last; -1 where it is not on it, or deleted.
    private func place(of seq: Int64) -> Int {
        guard let runs = suites.last, runs.indices.contains(Int(seq)) else { return -1 }
        return place(of: runs[Int(seq)])
    }

    /// The place in the line of a run; -1 where it is not on it, or deleted.
    func place(of run: ReaderMemory.RunEntry) -> Int {
        run.isDeleted || !places.indices.contains(run.commit) ? -1 : places[run.commit]
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
