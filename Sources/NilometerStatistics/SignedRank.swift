/// Wilcoxon's signed-rank test of paired differences.
///
/// Source: F. Wilcoxon, 1945. It assumes that the differences are independent and, where nothing changed, symmetric about 0.
public struct SignedRank: Sendable, Equatable {
    /// The sum of the ranks of the differences above 0.
    public let sum: Double
    /// The two-sided p; 1 when all differences are 0.
    public let p: Double

    /// Tests differences; those that are 0 are dropped, equal sizes share the mean of their ranks.
    ///
    /// All 2ⁿ choices of signs are counted, with ties too.
    ///
    /// - Complexity: O(n³).
    public init(_ differences: [Double]) {
        let kept = differences.filter { $0 != 0 }
        let ranks = Ranks(of: kept.map { abs($0) }).doubled
        let own = zip(kept, ranks).reduce(0) { $1.0 > 0 ? $0 + $1.1 : $0 }
        sum = Double(own) / 2
        guard !kept.isEmpty else {
            p = 1
            return
        }
        let shares = Self.shares(ranks)
        // Twice the mean of the doubled sum is the sum of all doubled ranks.
        let distance = abs(2 * own - (shares.count - 1))
        p = min(1, shares.indices.reduce(0) { abs(2 * $1 - (shares.count - 1)) >= distance ? $0 + shares[$1] : $0 })
    }

    /// The estimate of the centre of the differences with its interval: the median of all averages of pairs; nil when there
    /// is no difference.
    ///
    /// Source: Hodges and Lehmann, 1963. The ranks are those of the exact distribution without ties.
    ///
    /// - Complexity: O(n² log n).
    public static func centre(_ differences: [Double], confidence: Double = 0.95) -> HodgesLehmann? {
        guard !differences.isEmpty else { return nil }
        var averages: [Double] = []
        for first in differences.indices {
            for second in first..<differences.count { averages.append((differences[first] + differences[second]) / 2) }
        }
        averages.sort()
        let untied = Array(1...differences.count)
        let (rank, coverage) = HodgesLehmann.exactRank((1 - confidence) / 2, shares(untied))
        let middle = Median.of(averages) ?? differences[0]
        return HodgesLehmann(
            estimate: middle,
            interval: averages[rank - 1]...averages[averages.count - rank],
            coverage: coverage,
            rank: rank
        )
    }

    /// The share of the choices of signs for each sum of the ranks with a plus.
    private static func shares(_ ranks: [Int]) -> [Double] {
        var shares = [1.0]
        for rank in ranks {
            var next = [Double](repeating: 0, count: shares.count + rank)
            for (sum, share) in shares.enumerated() {
                next[sum] += share / 2
                next[sum + rank] += share / 2
            }
            shares = next
        }
        return shares
    }
}
