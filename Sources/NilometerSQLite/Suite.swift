/// Where runs are stored: the runs of one project on one machine, in one lane.
struct Suite: Hashable, Sendable {
    /// The lane of the default branch.
    static let mainLane: Int64 = 0
    /// The lane of every other branch.
    static let otherLane: Int64 = 1

    var project: Int64
    var machine: Int64
    var lane: Int64

    /// The key of a run's blobs.
    func key(_ seq: Int64) -> [Int64] { [project, machine, lane, seq] }

    /// The key of a chunk.
    func key(series: Int64, chunk: Int64) -> [Int64] { [project, machine, lane, series, chunk] }
}
