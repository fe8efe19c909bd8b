/// Bytes without allocations, or allocations without bytes, in counters that do not truncate.
enum ImpossiblePair {
    /// Counters that do not truncate.
    private static let whole = [
        (count: "allocs_per_iter", bytes: "total_allocated_bytes"), (count: "allocs_per_iter", bytes: "max_bytes_used"),
        (count: "mallocCountTotal", bytes: "mallocBytesCount"),
    ]
    /// Counters that some harnesses truncate: Go prints 0 allocations beside bytes for less than one an operation.
    private static let quotients = [(count: "allocs/op", bytes: "B/op")]

    /// What is impossible, with the metric of the counts.
    ///
    /// - Complexity: O(runs × benchmarks).
    static func found(in job: WatchedJob) -> [(metric: WatchedMetric, run: Int, back: Int?, benchmarks: [Int])] {
        (whole + quotients.filter { !isTruncated($0.count, job) && !isTruncated($0.bytes, job) }).flatMap { pair in
            guard let counts = job.metrics.first(where: { $0.name == pair.count }),
                let bytes = job.metrics.first(where: { $0.name == pair.bytes })
            else { return [(metric: WatchedMetric, run: Int, back: Int?, benchmarks: [Int])]() }
            let pairs = counts.rows.compactMap { row in bytes.row(of: row.benchmark).map { (row, $0) } }
            var open: Set<Int> = []
            var found: [(metric: WatchedMetric, run: Int, back: Int?, benchmarks: [Int])] = []
            for run in job.columns.indices {
                var struck: [Int] = []
                for (count, size) in pairs where !count.values[run].isNaN && !size.values[run].isNaN {
                    if (count.values[run] == 0) == (size.values[run] == 0) {
                        open.remove(count.benchmark)
                    } else if open.insert(count.benchmark).inserted {
                        struck.append(count.benchmark)
                    }
                }
                for place in found.indices where found[place].back == nil {
                    if open.isDisjoint(with: found[place].benchmarks) { found[place].back = run }
                }
                if !struck.isEmpty { found.append((counts, run, nil, struck)) }
            }
            return found
        }
    }

    /// Whether all values could be whole numbers, or medians of such.
    private static func isTruncated(_ metric: String, _ job: WatchedJob) -> Bool {
        let rows = job.metrics.first { $0.name == metric }?.rows ?? []
        return rows.allSatisfy { $0.values.allSatisfy { $0.isNaN || (2 * $0).rounded() == 2 * $0 } }
    }
}
