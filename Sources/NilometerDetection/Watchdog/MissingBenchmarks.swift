import NilometerCore

/// Benchmarks that reported at most commits and are absent from the newest.
enum MissingBenchmarks {
    /// How many of so many commits must have reported it, and from how many it must be absent.
    private static let most = 10
    private static let reach = 12
    private static let absent = 3

    /// The job's missing benchmarks, by the first run without them.
    ///
    /// - Complexity: O(runs × benchmarks).
    static func found(in job: WatchedJob) -> [(run: Int, benchmarks: [Int])] {
        // Runs of one commit are one: a repeated part of them is no sign.
        let starts = job.columns.indices.filter { $0 == 0 || job.columns[$0].commit != job.columns[$0 - 1].commit }
        let ends = starts.dropFirst() + [job.columns.count]
        guard starts.count >= most + absent else { return [] }
        var found: [Int: [Int]] = [:]
        for (place, benchmark) in job.benchmarks.enumerated() {
            let isThere = zip(starts, ends).map { benchmark.isReported[$0..<$1].contains(true) }
            guard let last = isThere.lastIndex(of: true), isThere.count - last - 1 >= absent else { continue }
            let before = isThere[...last].suffix(reach)
            if before.count(where: \.self) >= most { found[starts[last + 1], default: []].append(place) }
        }
        return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
