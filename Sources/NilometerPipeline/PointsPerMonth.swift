public import Foundation

/// How many points come a month, as the newest runs show it.
public enum PointsPerMonth {
    /// The days of a month.
    public static let days = 30.0

    /// The readings of the runs of the last 30 days before the newest run; where all of them are younger than that and more runs
    /// were left out, as many as would come in 30 days at their pace.
    ///
    /// A project that is younger than a month counts what came so far, so that a history imported at once is no flood.
    ///
    /// - Parameters:
    ///   - runs: how many readings each has and when it came, newest first.
    ///   - limit: how many runs were asked for: if so many came, there may be more.
    /// - Returns: readings a month; 0 without runs.
    /// - Complexity: O(n).
    public static func of(_ runs: [(readings: Int, receivedAt: Date)], limit: Int) -> Double {
        guard let newest = runs.first?.receivedAt, let oldest = runs.last?.receivedAt else { return 0 }
        let month = days * 86_400
        let sum = runs.reduce(0.0) {
            newest.timeIntervalSince($1.receivedAt) <= month ? $0 + Double($1.readings) : $0
        }
        let span = newest.timeIntervalSince(oldest)
        guard runs.count >= limit, span < month else { return sum }
        return sum * month / max(span, 86_400)
    }
}
