import Foundation
import NilometerCore

/// The smallest change that counts for a series, as its rules say it, or 1 %.
struct SmallestChange {
    /// On the scale of logs, or of the values themselves.
    let limit: Double
    /// As people read it.
    let text: String

    /// The limit about a level.
    ///
    /// - Parameters:
    ///   - rule: what is asked of the series.
    ///   - level: the level of the base.
    ///   - isRatio: whether levels are compared by their logs; the level is above 0 then.
    init(_ rule: Rule, at level: Double, isRatio: Bool) {
        let isAsked = rule.smallestShare != nil || rule.smallestDifference != nil
        let share = isAsked ? rule.smallestShare ?? 0 : 0.01
        let difference = max(share * abs(level), rule.smallestDifference ?? 0)
        guard isRatio else {
            limit = difference
            text = String(format: "%.3g", difference)
            return
        }
        let whole = level > 0 ? difference / level : share
        limit = isAsked ? log1p(whole) : SetsRule.limit
        text = String(format: "%.3g %%", 100 * whole)
    }
}
