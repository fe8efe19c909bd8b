import Foundation
import NilometerStatistics

/// What a change looks like beside a plain step; labels explain, they do not decide.
enum Labels {
    /// The longest stretch that is a passing one.
    static let shortest = 8
    /// How much wider the new level must spread.
    private static let wider = 1.5
    /// The p at which a wider spread is shown.
    private static let level = 1e-3

    /// All labels of a boundary between two sides, that of its form first; of one that is only suspected no others.
    static func of(_ left: [Double], _ right: [Double], isAccepted: Bool) -> [String] {
        var labels = [isDrift(left, right) ? "drift" : "step"]
        guard isAccepted else { return labels }
        if isNoisier(left, right) { labels.append("noisier") }
        if isBimodal(right) { labels.append("bimodal") }
        return labels
    }

    /// Whether the new level spreads more widely than the old, by the test of Brown and Forsythe on relative values.
    static func isNoisier(_ left: [Double], _ right: [Double]) -> Bool {
        guard min(left.count, right.count) >= 10, let low = Median.of(left), let high = Median.of(right), low > 0,
            high > 0
        else { return false }
        let (old, new) = (left.map { $0 / low }, right.map { $0 / high })
        let (before, after) = (MedianDeviation.of(old) ?? 0, MedianDeviation.of(new) ?? 0)
        guard after > wider * before else { return false }
        return (BrownForsythe.test(old, new)?.p ?? 1) <= level
    }

    /// Whether values fall into two groups, each of a tenth at least, further apart than four times what they spread within.
    static func isBimodal(_ values: [Double]) -> Bool {
        guard values.count >= 20 else { return false }
        let sorted = Selection.sorted(values)
        let least = max(2, sorted.count / 10)
        let places = least...(sorted.count - least)
        guard let cut = places.max(by: { sorted[$0] - sorted[$0 - 1] < sorted[$1] - sorted[$1 - 1] }) else {
            return false
        }
        let within = max(
            MedianDeviation.of(Array(sorted[..<cut])) ?? 0,
            MedianDeviation.of(Array(sorted[cut...])) ?? 0
        )
        return within > 0 && sorted[cut] - sorted[cut - 1] > 4 * within
    }

    /// Whether a level that lasted for a few points lay between two that differ by less than half of what it differs.
    static func isTransient(before: [Double], _ own: [Double], after: [Double]) -> Bool {
        guard own.count <= shortest, let old = Median.of(before), let new = Median.of(own), let last = Median.of(after)
        else { return false }
        return abs(last - old) < min(abs(new - old), abs(new - last)) / 2
    }

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
