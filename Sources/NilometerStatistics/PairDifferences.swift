/// All differences of a value of one sorted sample and one of another, without writing them down.
struct PairDifferences {
    private let first: [Double]
    private let second: [Double]

    /// Sorts the samples; neither may be empty.
    init(_ first: [Double], _ second: [Double]) {
        self.first = first.sorted()
        self.second = second.sorted()
    }

    /// The number of differences.
    var count: Int { first.count * second.count }

    /// The difference (second − first) that would stand at `rank` (0-based) if all were sorted.
    ///
    /// Rows of the sorted matrix are cut at the weighted median of their middles until few are left.
    ///
    /// - Complexity: O((n + m) log²(n + m)).
    func value(at rank: Int) -> Double {
        // Row i holds second − first[n−1−i], rising in both directions; low[i]..<high[i] may still hold the answer.
        let n = first.count
        var low = [Int](repeating: 0, count: n)
        var high = [Int](repeating: second.count, count: n)
        var left = count
        while left > max(64, 2 * n) {
            guard let pivot = pivot(low, high) else { break }
            let (below, atMost) = cut(pivot)
            let (sumBelow, sumAtMost) = (below.reduce(0, +), atMost.reduce(0, +))
            if rank < sumBelow {
                for row in 0..<n { high[row] = max(low[row], min(high[row], below[row])) }
            } else if rank >= sumAtMost {
                for row in 0..<n { low[row] = min(high[row], max(low[row], atMost[row])) }
            } else {
                return pivot
            }
            left = (0..<n).reduce(0) { $0 + high[$1] - low[$1] }
        }
        var rest: [Double] = []
        rest.reserveCapacity(left)
        var skipped = 0
        for row in 0..<n {
            skipped += low[row]
            for column in low[row]..<high[row] { rest.append(second[column] - first[n - 1 - row]) }
        }
        return Selection.take(rank - skipped, from: &rest)
    }

    /// For each row, how many differences are below the pivot and at most it.
    private func cut(_ pivot: Double) -> (below: [Int], atMost: [Int]) {
        let n = first.count
        var below = [Int](repeating: 0, count: n)
        var atMost = below
        var (a, b) = (0, 0)
        for row in stride(from: n - 1, through: 0, by: -1) {
            // From the last row, whose differences are the largest, upwards.
            let base = first[n - 1 - row]
            while a < second.count, second[a] - base < pivot { a += 1 }
            while b < second.count, second[b] - base <= pivot { b += 1 }
            below[row] = a
            atMost[row] = b
        }
        return (below, atMost)
    }

    /// The median of the rows' middles, weighted by how many differences the rows still hold.
    private func pivot(_ low: [Int], _ high: [Int]) -> Double? {
        let n = first.count
        var middles: [(value: Double, weight: Int)] = []
        for row in 0..<n where high[row] > low[row] {
            middles.append((second[(low[row] + high[row]) / 2] - first[n - 1 - row], high[row] - low[row]))
        }
        middles.sort { $0.value < $1.value }
        let half = middles.reduce(0) { $0 + $1.weight } / 2
        var sum = 0
        for middle in middles {
            sum += middle.weight
            if sum > half { return middle.value }
        }
        return middles.last?.value
    }
}
