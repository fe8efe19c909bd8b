/// All differences of a value of one sorted sample and one of another, without writing them down.
struct PairDifferences {
    private let first: [Double]
    private let second: [Double]

    /// Sorts the samples; neither may be empty.
    init(_ first: [Double], _ second: [Double]) {
        self.first = Selection.sorted(first)
        self.second = Selection.sorted(second)
    }

    /// The number of differences.
    var count: Int { first.count * second.count }

    /// The difference (second − first) that would stand at `rank` (0-based) if all were sorted.
    ///
    /// Rows of the sorted matrix are cut at a middle of what is left until little is.
    ///
    /// - Complexity: O((n + m) log(n + m)) typical.
    func value(at rank: Int) -> Double {
        // Row i holds second − first[n−1−i], rising in both directions; low[i]..<high[i] may still hold the answer.
        let n = first.count
        return withUnsafeTemporaryAllocation(of: Int.self, capacity: 4 * n) { memory in
            let low = UnsafeMutableBufferPointer(rebasing: memory[0..<n])
            let high = UnsafeMutableBufferPointer(rebasing: memory[n..<(2 * n)])
            let below = UnsafeMutableBufferPointer(rebasing: memory[(2 * n)..<(3 * n)])
            let atMost = UnsafeMutableBufferPointer(rebasing: memory[(3 * n)...])
            low.initialize(repeating: 0)
            high.initialize(repeating: second.count)
            var left = count
            var skipped = 0
            var rounds = 0
            while left > 2 * n + 64 {
                rounds += 1
                let share = Double(rank - skipped) / Double(left)
                let pivot = rounds > 8 ? median(low, high) : guess(low, high, share)
                guard pivot.isFinite, rounds < 200 else { break }
                let (sumBelow, sumAtMost) = cut(pivot, below, atMost)
                if rank < sumBelow {
                    for row in 0..<n { high[row] = max(low[row], min(high[row], below[row])) }
                } else if rank >= sumAtMost {
                    for row in 0..<n { low[row] = min(high[row], max(low[row], atMost[row])) }
                } else {
                    return pivot
                }
                (left, skipped) = (0, 0)
                for row in 0..<n {
                    left += high[row] - low[row]
                    skipped += low[row]
                }
            }
            return withUnsafeTemporaryAllocation(of: Double.self, capacity: left) { rest in
                var place = 0
                for row in 0..<n {
                    for column in low[row]..<high[row] {
                        rest[place] = second[column] - first[n - 1 - row]
                        place += 1
                    }
                }
                return Selection.take(rank - skipped, from: rest)
            }
        }
    }

    /// The median of all differences.
    ///
    /// - Complexity: that of `value(at:)`.
    var median: Double {
        let upper = value(at: count / 2)
        guard count % 2 == 0 else { return upper }
        // The greatest difference below it, unless as many are equal that the lower of the two is so too.
        var (below, greatest) = (0, -Double.infinity)
        var column = 0
        for base in first {
            while column < second.count, second[column] - base < upper { column += 1 }
            // Rows come with rising bases, so columns only rise.
            below += column
            if column > 0 { greatest = max(greatest, second[column - 1] - base) }
        }
        return below < count / 2 ? upper : (greatest + upper) / 2
    }

    /// For each row, how many differences are below the pivot and at most it; and the sums of both.
    private func cut(
        _ pivot: Double,
        _ below: UnsafeMutableBufferPointer<Int>,
        _ atMost: UnsafeMutableBufferPointer<Int>
    ) -> (below: Int, atMost: Int) {
        let n = first.count
        var (a, b) = (0, 0)
        var (sumBelow, sumAtMost) = (0, 0)
        for row in stride(from: n - 1, through: 0, by: -1) {
            // From the last row, whose differences are the largest, upwards.
            let base = first[n - 1 - row]
            while a < second.count, second[a] - base < pivot { a += 1 }
            while b < second.count, second[b] - base <= pivot { b += 1 }
            below[row] = a
            atMost[row] = b
            sumBelow += a
            sumAtMost += b
        }
        return (sumBelow, sumAtMost)
    }

    /// The mean over the rows of the value at a share of what each still holds.
    private func guess(
        _ low: UnsafeMutableBufferPointer<Int>,
        _ high: UnsafeMutableBufferPointer<Int>,
        _ share: Double
    ) -> Double {
        let n = first.count
        var (sum, weight) = (0.0, 0.0)
        for row in 0..<n where high[row] > low[row] {
            let held = high[row] - low[row]
            let place = low[row] + min(held - 1, Int(share * Double(held)))
            sum += Double(held) * (second[place] - first[n - 1 - row])
            weight += Double(held)
        }
        return sum / weight
    }

    /// The median of the rows' middles, weighted by how many differences the rows still hold: cuts at least a quarter.
    private func median(_ low: UnsafeMutableBufferPointer<Int>, _ high: UnsafeMutableBufferPointer<Int>) -> Double {
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
        return 0
    }
}
