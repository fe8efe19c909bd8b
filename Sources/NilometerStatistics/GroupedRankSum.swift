import Foundation

/// The exact tail of a rank sum where values fall into few groups of equal ones.
///
/// Far out, an approximation by the spread alone makes three outliers next to each other a thousand times too rare when most
/// values are equal.
public struct GroupedRankSum: Sendable {
    /// The most ways of choosing from the groups that are gone through.
    private static let mostWays = 20_000

    /// The doubled rank and size of each group, the largest first.
    private let groups: [(rank: Int, size: Int)]
    private let count: Int

    /// Takes the groups of pooled values.
    ///
    /// - Complexity: O(n).
    public init(of ranks: Ranks) {
        var start = 0
        var groups: [(rank: Int, size: Int)] = []
        for size in ranks.groups {
            groups.append((2 * start + size + 1, size))
            start += size
        }
        count = start
        self.groups = groups.sorted { $0.size > $1.size || $0.size == $1.size && $0.rank < $1.rank }
    }

    /// The share of all choices of `size` values whose doubled rank sum is at least as far from its mean as `sum`; nil where
    /// there are too many ways to go through.
    ///
    /// - Complexity: O(ways), at most 20,000.
    public func beyond(_ sum: Int, choosing size: Int) -> Double? {
        guard let largest = groups.first, size > 0, size <= count else { return nil }
        var ways = 1
        for group in groups.dropFirst() {
            ways *= min(group.size, size) + 1
            guard ways <= Self.mostWays else { return nil }
        }
        let mean = size * (count + 1)
        let distance = abs(sum - mean)
        let all = Self.logWays(count, size)
        var share = 0.0
        var chosen = [Int](repeating: 0, count: groups.count)
        repeat {
            let rest = size - chosen.reduce(0, +)
            guard rest >= 0, rest <= largest.size else { continue }
            var own = rest * largest.rank
            for place in groups.indices.dropFirst() { own += chosen[place] * groups[place].rank }
            guard abs(own - mean) >= distance else { continue }
            var weight = Self.logWays(largest.size, rest) - all
            for place in groups.indices.dropFirst() { weight += Self.logWays(groups[place].size, chosen[place]) }
            share += exp(weight)
        } while advance(&chosen, size)
        return min(1, share)
    }

    /// The next choice from all groups but the largest; false after the last.
    private func advance(_ chosen: inout [Int], _ size: Int) -> Bool {
        for place in groups.indices.dropFirst() {
            if chosen[place] < min(groups[place].size, size) {
                chosen[place] += 1
                return true
            }
            chosen[place] = 0
        }
        return false
    }

    private static func logWays(_ from: Int, _ chosen: Int) -> Double {
        lgamma(Double(from + 1)) - lgamma(Double(chosen + 1)) - lgamma(Double(from - chosen + 1))
    }
}
