import Foundation

/// A metric that changed by the same large power for many benchmarks at one run: another unit, most likely.
enum ChangeOfScale {
    private static let tolerance = log(1.05)
    /// No factor is smaller, less the tolerance.
    private static let smallest = log(900.0)
    private static let powers: [(words: String, size: Double)] = [
        ("1000", 1e3), ("1024", 1024), ("1 000 000", 1e6), ("1 048 576", 1_048_576), ("1 000 000 000", 1e9),
    ]
    private static let factors: [(words: String, log: Double)] =
        powers.map { ("times " + $0.words, log($0.size)) } + powers.map { ("times 1/" + $0.words, -log($0.size)) }

    /// - Complexity: O(runs × rows).
    static func strikes(in metric: WatchedMetric, of job: WatchedJob) -> [Strike] {
        var found: [Strike] = []
        var last = metric.rows.map { $0.values.first ?? .nan }
        for run in job.columns.indices.dropFirst() {
            defer {
                for place in last.indices where !metric.rows[place].values[run].isNaN {
                    last[place] = metric.rows[place].values[run]
                }
            }
            // What comes back to its scale is no news.
            let returned = Set(found.filter { $0.back == run }.flatMap(\.rows))
            var among = 0
            var struck: [Int: [Int]] = [:]
            for (place, row) in metric.rows.enumerated() where !returned.contains(place) {
                let ratio = row.values[run] / last[place]
                guard ratio.isFinite, ratio > 0 else { continue }
                among += 1
                guard abs(log(ratio)) > smallest else { continue }
                let near = factors.indices.min { abs(factors[$0].log - log(ratio)) < abs(factors[$1].log - log(ratio)) }
                if let near, abs(factors[near].log - log(ratio)) <= tolerance {
                    struck[near, default: []].append(place)
                }
            }
            for (factor, rows) in struck.sorted(by: { $0.key < $1.key }) {
                guard var strike = Strike(at: run, rows, among: among, "became \(factors[factor].words)") else {
                    continue
                }
                let before = last
                strike.find(from: run + 1, to: job.columns.count) { place, run in
                    let ratio = metric.rows[place].values[run] / before[place]
                    return ratio.isFinite && ratio > 0 ? abs(log(ratio)) < abs(factors[factor].log) / 2 : nil
                }
                found.append(strike)
            }
        }
        return found
    }
}
