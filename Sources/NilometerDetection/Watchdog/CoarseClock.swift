/// Times that are all multiples of a whole or ten milliseconds from one run on: another clock, too coarse.
enum CoarseClock {
    /// In nanoseconds, the coarser first.
    private static let quanta: [(words: String, size: Double)] = [("10 ms", 1e7), ("1 ms", 1e6)]
    /// How many values before must be known, and how many are looked at.
    private static let known = 3
    private static let reach = 8

    /// - Complexity: O(runs × rows).
    static func strikes(in metric: WatchedMetric, of job: WatchedJob) -> [Strike] {
        guard metric.isTime, metric.unit == "ns" else { return [] }
        return job.columns.indices.dropFirst().compactMap { run in
            quanta.lazy.compactMap { strike(in: metric, of: job, at: run, $0) }.first
        }
    }

    private static func strike(
        in metric: WatchedMetric,
        of job: WatchedJob,
        at run: Int,
        _ quantum: (words: String, size: Double)
    ) -> Strike? {
        guard metric.rows.count(where: { isMultiple($0.values[run], quantum.size) }) >= Strike.fewest else {
            return nil
        }
        var among = 0
        var struck: [Int] = []
        for (place, row) in metric.rows.enumerated() where !row.values[run].isNaN {
            let before = row.values(before: run, atMost: reach)
            guard before.count >= known, !isMultiple(before[0], quantum.size),
                5 * before.count(where: { isMultiple($0, quantum.size) }) <= before.count
            else { continue }
            among += 1
            if isMultiple(row.values[run], quantum.size) { struck.append(place) }
        }
        // Zeros alone are a fall to zero.
        guard 2 * struck.count(where: { metric.rows[$0].values[run] != 0 }) >= struck.count else { return nil }
        var strike = Strike(at: run, struck, among: among, "are multiples of \(quantum.words)")
        strike?.find(from: run + 1, to: job.columns.count) { place, later in
            let value = metric.rows[place].values[later]
            return value.isNaN ? nil : !isMultiple(value, quantum.size)
        }
        return strike
    }

    private static func isMultiple(_ value: Double, _ quantum: Double) -> Bool {
        let times = value / quantum
        return abs(times - times.rounded()) < 1e-9 * max(1, abs(times))
    }
}
