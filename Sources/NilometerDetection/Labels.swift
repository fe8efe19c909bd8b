import Foundation
import NilometerStatistics

/// What a change looks like beside a plain step; labels explain, they do not decide.
enum Labels {
    /// Whether the level slid rather than stepped: the points next to the boundary differ by less than half of what the sides do.
    ///
    /// How many points are next to it depends on the noise: between 5 and 30, so that the comparison means something.
    static func isDrift(_ left: [Double], _ right: [Double]) -> Bool {
        guard let low = Median.of(left), let high = Median.of(right), low != high else { return false }
        let noise = MedianDeviation.normalFactor * max(MedianDeviation.of(left) ?? 0, MedianDeviation.of(right) ?? 0)
        let share = noise / abs(high - low)
        let wanted = share.isFinite ? (25.5 * share * share).rounded(.up) : 30
        let count = Int(min(30, max(5, wanted)))
        guard count < 30, min(left.count, right.count) >= 2 * count else { return false }
        guard let before = Median.of(Array(left.suffix(count))), let after = Median.of(Array(right.prefix(count)))
        else {
            return false
        }
        return abs(after - before) < abs(high - low) / 2
    }
}
