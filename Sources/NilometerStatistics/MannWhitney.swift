import Foundation

/// The Mann–Whitney test of whether one of two independent samples tends to hold larger values.
///
/// Source: H. B. Mann and D. R. Whitney, 1947. It assumes independent values, and that the samples come from the same
/// distribution where there is no difference. Two-sided throughout.
public struct MannWhitney: Sendable, Equatable {
    /// The number of pairs in which the first sample's value is the larger; equal ones count a half.
    public let u: Double
    /// The two-sided p; 1 when a sample is empty or all values are equal.
    public let p: Double
    /// Whether `p` is that of the exact distribution.
    public let isExact: Bool

    /// The conditional test, exact with and without ties while the smaller sample is small.
    ///
    /// Without ties and with: the share of all choices of the smaller sample whose rank sum is at least as far from its mean
    /// as the one seen. Larger samples have the normal approximation with corrections for ties and continuity.
    ///
    /// The smaller sample's distribution is counted out while its size is at most `exactLimit`.
    ///
    /// - Complexity: exact without ties O(k·u), with ties O(k²·N²); else O(N log N).
    public static func conditional(_ first: [Double], _ second: [Double], exactLimit: Int = 20) -> MannWhitney {
        guard !first.isEmpty, !second.isEmpty else { return MannWhitney(u: 0, p: 1, isExact: true) }
        let pooled = Pooled(first, second)
        guard !pooled.isConstant else { return MannWhitney(u: pooled.u, p: 1, isExact: true) }
        guard pooled.smaller <= exactLimit else { return pooled.normal }
        if !pooled.ranks.hasTies { return pooled.untied }
        let tails = RankSums(of: pooled.ranks.doubled, choosing: pooled.smaller)
        return MannWhitney(u: pooled.u, p: min(1, tails.beyond(pooled.doubledSum)), isExact: true)
    }

    /// The test as benchstat makes it: twice the smaller tail, exact while both samples have at most 50 values (25 with ties).
    ///
    /// `tiedLimit` is the most values of a sample that are counted out where there are ties.
    ///
    /// - Complexity: as `conditional`.
    public static func doubledTail(_ first: [Double], _ second: [Double], tiedLimit: Int = 25) -> MannWhitney {
        guard !first.isEmpty, !second.isEmpty else { return MannWhitney(u: 0, p: 1, isExact: true) }
        let pooled = Pooled(first, second)
        guard !pooled.isConstant else { return MannWhitney(u: pooled.u, p: 1, isExact: true) }
        guard max(first.count, second.count) <= (pooled.ranks.hasTies ? tiedLimit : 50) else { return pooled.normal }
        if !pooled.ranks.hasTies { return pooled.untied }
        let tails = RankSums(of: pooled.ranks.doubled, choosing: pooled.smaller)
        let smallest = min(tails.atMost(pooled.doubledSum), tails.atLeast(pooled.doubledSum))
        return MannWhitney(u: pooled.u, p: min(1, 2 * smallest), isExact: true)
    }

    /// The normal approximation, corrected for ties and by a half for continuity.
    ///
    /// - Complexity: O(N log N).
    public static func normal(_ first: [Double], _ second: [Double]) -> MannWhitney {
        guard !first.isEmpty, !second.isEmpty else { return MannWhitney(u: 0, p: 1, isExact: false) }
        return Pooled(first, second).normal
    }

    /// The number of ways in which U is 0, 1, … `limit`, divided by the number of all ways, without ties.
    ///
    /// The coefficients of a Gaussian binomial. Sizes below 1 give the single value 1.
    ///
    /// - Complexity: O(min(n, m)·limit).
    public static func distribution(_ n: Int, _ m: Int, upTo limit: Int) -> [Double] {
        guard n > 0, m > 0, limit >= 0 else { return [1] }
        let (small, large) = (min(n, m), max(n, m))
        var ways = [Double](repeating: 0, count: limit + 1)
        ways[0] = 1
        ways.withUnsafeMutableBufferPointer { ways in
            for part in 1...small {
                let out = large + part
                if out <= limit {
                    for sum in stride(from: limit, through: out, by: -1) { ways[sum] -= ways[sum - out] }
                }
                if part <= limit {
                    for sum in part...limit { ways[sum] += ways[sum - part] }
                }
                // Dividing at each step keeps the numbers near 1, however large the samples are.
                let share = Double(part) / Double(out)
                for sum in 0...limit { ways[sum] *= share }
            }
        }
        return ways
    }

    /// The values of both samples, ranked together.
    private struct Pooled {
        let ranks: Ranks
        let n: Int
        let m: Int

        init(_ first: [Double], _ second: [Double]) {
            ranks = Ranks(of: first + second)
            n = first.count
            m = second.count
        }

        var smaller: Int { min(n, m) }
        var isConstant: Bool { ranks.groups.count == 1 }

        /// The sum of the doubled ranks of the smaller sample; of the first when they are alike.
        var doubledSum: Int { (m < n ? ranks.doubled[n...] : ranks.doubled[..<n]).reduce(0, +) }

        var u: Double { Double(ranks.doubled[..<n].reduce(0, +)) / 2 - Double(n) * Double(n + 1) / 2 }

        var untied: MannWhitney {
            let least = min(u, Double(n) * Double(m) - u)
            let tail = MannWhitney.distribution(n, m, upTo: Int(least)).reduce(0, +)
            return MannWhitney(u: u, p: min(1, 2 * tail), isExact: true)
        }

        var normal: MannWhitney {
            let (a, b) = (Double(n), Double(m))
            let total = a + b
            let variance = a * b / 12 * (total + 1 - ranks.tieTerm / (total * (total - 1)))
            guard variance > 0 else { return MannWhitney(u: u, p: 1, isExact: false) }
            let z = max(0, abs(u - a * b / 2) - 0.5) / variance.squareRoot()
            return MannWhitney(u: u, p: erfc(z / 2.0.squareRoot()), isExact: false)
        }
    }
}
