/// The distribution of the sum of some of given ranks, all choices being equally likely.
///
/// This is the null distribution of a rank sum with ties, counted out.
struct RankSums {
    /// The share of the choices for each sum.
    private let shares: [Double]
    private let doubledMean: Int

    /// Counts the sums of `size` of the doubled ranks.
    ///
    /// - Complexity: O(size·N·largest sum).
    init(of doubledRanks: [Int], choosing size: Int) {
        let largest = doubledRanks.sorted().suffix(size).reduce(0, +)
        let width = largest + 1
        var ways = [Double](repeating: 0, count: (size + 1) * width)
        ways[0] = 1
        var reached = 0
        for (index, rank) in doubledRanks.enumerated() {
            reached = min(largest, reached + rank)
            for chosen in stride(from: min(index + 1, size), through: 1, by: -1) {
                let (into, from) = (chosen * width, (chosen - 1) * width - rank)
                guard rank <= reached else { continue }
                for sum in rank...reached { ways[into + sum] += ways[from + sum] }
            }
        }
        let counts = ways[(size * width)...]
        let total = counts.reduce(0, +)
        shares = counts.map { $0 / total }
        doubledMean = size * (doubledRanks.count + 1)
    }

    /// The share of the choices at least as far from the mean as `sum`.
    func beyond(_ sum: Int) -> Double {
        let distance = abs(sum - doubledMean)
        return shares.indices.reduce(0) { abs($1 - doubledMean) >= distance ? $0 + shares[$1] : $0 }
    }

    /// The share of the choices of at most `sum`.
    func atMost(_ sum: Int) -> Double { shares.prefix(sum + 1).reduce(0, +) }

    /// The share of the choices of at least `sum`.
    func atLeast(_ sum: Int) -> Double { shares.dropFirst(sum).reduce(0, +) }
}
