import NilometerCore

extension StorePair {
    /// An outcome that keeps, of every series of a task, the runs up to two thirds of its points.
    static func keeping(_ task: SweepTask, _ outcome: SweepOutcome, _ store: any Store) async throws -> SweepOutcome {
        let ids = task.series.map(\.id)
        let branch = task.project.defaultBranch
        let tails = try await store.tails(of: ids, in: task.project.slug, branch: branch, all: true)
        var outcome = outcome
        for (id, tail) in tails {
            let last = tail.points[tail.points.count * 2 / 3].commit
            guard let seal = tail.seals[last], let end = tail.points.lastIndex(where: { $0.commit == last }) else {
                continue
            }
            outcome.kept[id] = KeptState(
                first: tail.points[tail.points.count / 3].commit,
                last: last,
                seal: seal,
                bytes: bytes(of: tail.points[...end].map(\.run))
            )
        }
        return outcome
    }

    /// What is wrong with a tail of a series whose points are of these runs: what is kept must still be so.
    static func faults(of tail: SeriesTail?, _ runs: [String], _ commits: [String]) -> [String] {
        guard let tail else { return ["a series with points has no tail"] }
        let found = tail.points.map(\.run)
        guard let kept = tail.kept else { return found == runs ? [] : ["not all points, though nothing is kept"] }
        guard let first = commits.firstIndex(of: kept.first), let last = commits.lastIndex(of: kept.last) else {
            return ["what is kept stands on commits without points"]
        }
        var faults: [String] = []
        if found != Array(runs[first...]) { faults.append("the tail is \(found), not \(runs[first...])") }
        if kept.bytes != bytes(of: Array(runs[...last])) { faults.append("what is kept stands on other runs by now") }
        return faults
    }

    private static func bytes(of runs: [String]) -> [UInt8] { Array(runs.joined(separator: " ").utf8) }
}
