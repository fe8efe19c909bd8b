/// An estimate of a shift with its interval, by inverting a rank test.
///
/// Source: J. L. Hodges and E. L. Lehmann, 1963; the choice of order statistics is R's.
public struct HodgesLehmann: Sendable, Equatable {
    /// The median of all differences (two samples), or of all averages of pairs (one sample).
    public let estimate: Double
    /// The interval.
    public let interval: ClosedRange<Double>
    /// The coverage that the interval reached, 0 to 1: small samples cannot reach any.
    public let coverage: Double
    /// The 1-based rank of the order statistic that is the lower end.
    public let rank: Int

    /// By how much the second sample lies above the first; nil when one is empty.
    ///
    /// The rank is that of the exact distribution of U without ties while n·m is at most `exactPairs`, of the normal one above.
    ///
    /// - Complexity: O((n + m) log²(n + m)), and O(min(n, m)·n·m) for the exact distribution.
    public static func shift(
        _ first: [Double],
        _ second: [Double],
        confidence: Double = 0.95,
        exactPairs: Int = 2500
    ) -> HodgesLehmann? {
        guard !first.isEmpty, !second.isEmpty else { return nil }
        let differences = PairDifferences(first, second)
        let pairs = differences.count
        let tail = (1 - confidence) / 2
        let (rank, coverage): (Int, Double)
        if pairs <= exactPairs {
            (rank, coverage) = exactRank(tail, lowerTail(tail, first.count, second.count))
        } else {
            (rank, coverage) = normalRank(tail, first.count, second.count)
        }
        let estimate = differences.median
        let low = differences.value(at: rank - 1)
        let high = differences.value(at: pairs - rank)
        return HodgesLehmann(
            estimate: estimate,
            interval: min(low, estimate)...max(high, estimate),
            coverage: coverage,
            rank: rank
        )
    }

    /// The smallest rank q ≥ 1 with P(statistic ≤ q) ≥ tail, and what the interval from it covers.
    static func exactRank(_ tail: Double, _ shares: [Double]) -> (rank: Int, coverage: Double) {
        var (sum, below) = (0.0, 0.0)
        for (value, share) in shares.enumerated() {
            sum += share
            if sum >= tail {
                if value >= 1 { return (value, 1 - 2 * below) }
                return (1, 1 - 2 * sum)
            }
            below = sum
        }
        return (max(1, shares.count - 1), 1 - 2 * below)
    }

    /// The distribution of U as far as its lower tail needs: the normal rank is near, and half of all values always enough.
    private static func lowerTail(_ tail: Double, _ n: Int, _ m: Int) -> [Double] {
        let limit = normalRank(tail, n, m).rank + 16
        if limit < n * m / 2 {
            let shares = MannWhitney.distribution(n, m, upTo: limit)
            if shares.reduce(0, +) >= tail { return shares }
        }
        return MannWhitney.distribution(n, m, upTo: n * m / 2)
    }

    static func normalRank(_ tail: Double, _ n: Int, _ m: Int) -> (rank: Int, coverage: Double) {
        let (a, b) = (Double(n), Double(m))
        let deviation = (a * b * (a + b + 1) / 12).squareRoot()
        let rank = max(1, Int((a * b / 2 - Normal.upperQuantile(tail) * deviation).rounded(.down)))
        return (rank, 1 - 2 * Normal.cumulative((Double(rank) - 0.5 - a * b / 2) / deviation))
    }
}
