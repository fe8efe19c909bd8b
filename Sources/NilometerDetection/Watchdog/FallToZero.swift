/// A metric that became 0, or is no longer reported, for many benchmarks at one run.
enum FallToZero {
    /// How many values before must not be 0.
    private static let steady = 3

    /// - Complexity: O(runs × rows).
    static func strikes(in metric: WatchedMetric, of job: WatchedJob) -> [Strike] {
        job.columns.indices.dropFirst().compactMap { run in
            // Most runs have nothing of the kind, which costs one look at each value.
            let doubtful = metric.rows.count { $0.values[run] == 0 || $0.values[run].isNaN }
            guard doubtful >= Strike.fewest else { return nil }
            var among = 0
            var gone = 0
            var struck: [Int] = []
            for (place, row) in metric.rows.enumerated() {
                let value = row.values[run]
                let isReported = job.benchmarks[row.benchmark].isReported[run]
                let isAbsent = value.isNaN && !row.values[run - 1].isNaN && isReported
                guard !value.isNaN || isAbsent else { continue }
                let before = row.values(before: run, atMost: steady)
                guard !before.isEmpty, before.allSatisfy({ $0 != 0 }) else { continue }
                among += 1
                if isAbsent { gone += 1 }
                if isAbsent || value == 0 { struck.append(place) }
            }
            let words =
                gone == struck.count ? "are no longer reported" : gone == 0 ? "fell to 0" : "fell to 0 or are gone"
            var strike = Strike(at: run, struck, among: among, words)
            strike?.find(from: run + 1, to: job.columns.count) { place, run in
                let row = metric.rows[place]
                let value = row.values[run]
                if value.isNaN { return job.benchmarks[row.benchmark].isReported[run] ? false : nil }
                return value != 0
            }
            return strike
        }
    }
}
