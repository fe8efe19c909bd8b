import Foundation
import NilometerCore

/// Machines from which nothing came for much longer than usual.
enum Silence {
    /// Runs that come sooner after one another are one delivery of results.
    private static let burst: TimeInterval = 60
    private static let leastGaps = 4
    private static let shortest: TimeInterval = 2 * 86_400

    /// How long a machine may say nothing: five of its usual gaps, two of its longest, two days; nil while too little is known.
    private static func patience(_ arrivals: MachineArrivals) -> TimeInterval? {
        let gaps = zip(arrivals.times, arrivals.times.dropFirst()).map { $0.timeIntervalSince($1) }
            .filter { $0 >= burst }.sorted()
        guard gaps.count >= leastGaps, let longest = gaps.last else { return nil }
        return max(5 * gaps[gaps.count / 2], 2 * longest, shortest)
    }

    static func found(among arrivals: [MachineArrivals], now: Date) -> [Sighting] {
        arrivals.compactMap { one in
            guard let last = one.times.first, let patience = patience(one), now.timeIntervalSince(last) > patience,
                arrivals.contains(where: { other in other.times.first.map { $0 > last + patience } ?? false })
            else { return nil }
            let days = Int(now.timeIntervalSince(last) / 86_400)
            return Sighting(
                kind: .missing,
                machine: one.machine,
                commit: one.commit,
                fromCommit: one.commit,
                series: [],
                sentence: "The machine “\(one.machine)” has not reported for \(days) days, while others do; "
                    + "its last run was of \(one.commit.prefix(12))."
            )
        }
    }
}
