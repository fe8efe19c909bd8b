import Foundation
import NilometerStatistics

/// The best single split of a series, with a p that knows that it was chosen.
public struct BestSplit: Sendable, Equatable {
    /// The first point of the right side.
    public let index: Int
    /// The probability of as good a best split in a series without a change and with independent noise; a bound.
    public let p: Double

    /// Looks at all splits that leave three points a side; nil when there are fewer than six values or they do not vary.
    ///
    /// Each split's p is that of the Mann–Whitney test; splits are so alike that far fewer than n are independent, but the
    /// bound counts each once, so that it holds whatever the noise. Where most values are equal, tails are counted out.
    ///
    /// - Complexity: O(n²) for the ranks, which are kept up to date from split to split.
    public init?(of values: [Double]) {
        let n = values.count
        guard n >= 6, values.allSatisfy(\.isFinite) else { return nil }
        let ranks = Ranks(of: values)
        guard ranks.groups.count > 1 else { return nil }
        let grouped = ranks.hasTies ? GroupedRankSum(of: ranks) : nil
        let all = n * (n + 1)
        var sum = ranks.doubled[..<2].reduce(0, +)
        var best: (index: Int, p: Double)?
        for index in 3...(n - 3) {
            sum += ranks.doubled[index - 1]
            let u = Double(sum) / 2 - Double(index) * Double(index + 1) / 2
            var p = UTail.twoSided(u, index, n - index, tieTerm: ranks.hasTies ? ranks.tieTerm : 0)
            if let grouped, p < best?.p ?? 2, p * Double(n - 5) < 0.5 {
                let small = min(index, n - index)
                p = grouped.beyond(small == index ? sum : all - sum, choosing: small) ?? p
            }
            if p < best?.p ?? 2 { best = (index, p) }
        }
        guard let best else { return nil }
        index = best.index
        p = min(1, best.p * Double(n - 5))
    }
}
