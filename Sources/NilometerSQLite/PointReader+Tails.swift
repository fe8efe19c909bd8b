import Foundation
import GRDB
import NilometerCore

extension PointReader {
    /// The points of each series that follow what is kept of it; series without points are absent.
    ///
    /// - Complexity: O(runs of the suites), with a small factor; O(points that follow).
    mutating func tails(of ids: [String], all: Bool) throws -> [String: SeriesTail] {
        var wanted: [Int64: [Wanted]] = [:]
        var kept: [String: KeptState] = [:]
        var sealsOfMachines: [[Int64]: [String: Int64]] = [:]
        var machinesOfSeries: [String: [Int64]] = [:]
        for id in ids {
            guard let (number, machines) = try series(id) else { continue }
            let seals = try sealsOfMachines[machines] ?? self.seals(of: machines)
            sealsOfMachines[machines] = seals
            machinesOfSeries[id] = machines
            var series = Wanted(number: number, id: id)
            if !all, let state = try state(of: number), seals[state.last] == state.seal,
                let from = place(of: state.first)
            {
                kept[id] = state
                series.from = from
            }
            for machine in machines { wanted[machine, default: []].append(series) }
        }
        var tails: [String: SeriesTail] = [:]
        for (id, points) in try points(of: wanted) {
            let seals = machinesOfSeries[id].flatMap { sealsOfMachines[$0] } ?? [:]
            tails[id] = SeriesTail(points: points, kept: kept[id], seals: seals)
        }
        return tails
    }

    /// The place in the line of a commit; nil where it is not on it.
    private func place(of sha: String) -> Int? {
        known.graph.id(of: sha).map { places[$0] }.flatMap { $0 >= 0 ? $0 : nil }
    }

    /// What is kept of a series; nothing where it is damaged, since it can be found again.
    private func state(of series: Int64) throws -> KeptState? {
        let row = try db.row(
            "SELECT first_sha, last_sha, seal, data FROM series_state WHERE project_id = :project AND series_id = :series",
            ["project": project, "series": series]
        )
        guard let row, let bytes = try? Blob.opened(row[3], key: [project, series]).rest else { return nil }
        return KeptState(first: row[0], last: row[1], seal: row[2], bytes: Array(bytes))
    }

    /// For each measured commit of the line a mixture of the numbers of the runs up to it on these machines, in order.
    private mutating func seals(of machines: [Int64]) throws -> [String: Int64] {
        var runs: [(place: Int, number: Int64, commit: Int)] = []
        for machine in machines {
            for lane in [Suite.mainLane, Suite.otherLane] {
                for run in try known.runs(of: Suite(project: project, machine: machine, lane: lane), db) {
                    let place = place(of: run)
                    if place >= 0 { runs.append((place, run.number, run.commit)) }
                }
            }
        }
        runs.sort { ($0.place, $0.number) < ($1.place, $1.number) }
        var seals: [String: Int64] = [:]
        seals.reserveCapacity(runs.count)
        var seal: UInt64 = 0
        for (index, run) in runs.enumerated() {
            seal = Self.mixed(seal ^ UInt64(bitPattern: run.number)) &+ UInt64(index)
            let isLast = index + 1 == runs.count || runs[index + 1].place != run.place
            if isLast { seals[known.graph[run.commit].sha] = Int64(bitPattern: seal) }
        }
        return seals
    }

    /// Every bit of the value changes about half of the bits (the finaliser of SplitMix64).
    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
