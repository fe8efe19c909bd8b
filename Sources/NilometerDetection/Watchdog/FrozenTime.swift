/// Times that used to vary, and are the same to the last bit from one run on: they are no longer measured.
enum FrozenTime {
    /// How many runs must agree.
    private static let runs = 3
    /// How many values before must be known, and which share of neighbours among them may be equal.
    private static let before = 5
    private static let equalShare = 0.1

    /// - Complexity: O(runs × rows).
    static func strikes(in metric: WatchedMetric, of job: WatchedJob) -> [Strike] {
        guard metric.isTime, job.columns.count > runs else { return [] }
        return job.columns.indices.dropFirst().dropLast(runs - 1).compactMap { run in
            let equal = metric.rows.count { $0.values[run] == $0.values[run + 1] }
            guard equal >= Strike.fewest else { return nil }
            var among = 0
            var struck: [Int] = []
            for (place, row) in metric.rows.enumerated() {
                let after = row.values[run..<run + runs]
                guard after.allSatisfy({ !$0.isNaN }), hasVaried(row, before: run) else { continue }
                among += 1
                let value = row.values[run]
                if after.allSatisfy({ $0 == value }), row.values[run - 1] != value { struck.append(place) }
            }
            var strike = Strike(at: run, struck, among: among, "no longer vary")
            strike?.find(from: run + runs, to: job.columns.count) { place, later in
                let row = metric.rows[place]
                return row.values[later].isNaN ? nil : row.values[later] != row.values[run]
            }
            return strike
        }
    }

    private static func hasVaried(_ row: WatchedMetric.Row, before run: Int) -> Bool {
        let values = row.values(before: run, atMost: 16)
        guard values.count >= before else { return false }
        let equal = zip(values, values.dropFirst()).count { $0 == $1 }
        return Double(equal) <= equalShare * Double(values.count - 1)
    }
}
