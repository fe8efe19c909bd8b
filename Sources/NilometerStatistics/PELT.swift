/// Optimal segmentation for any additive cost, with pruning.
///
/// Source: R. Killick, P. Fearnhead and I. A. Eckley, 2012.
public enum PELT {
    /// The first indexes of all segments but the first, for the sum of squared deviations from segment means.
    ///
    /// - Parameters:
    ///   - values: all finite.
    ///   - penalty: the price of a segment, above 0.
    ///   - shortest: the least number of values in a segment, at least 1.
    /// - Returns: nothing when there are fewer than 2·shortest values.
    /// - Complexity: O(n) where changes are many, O(n²) where there are none; `OptimalPartition` gives the same sooner.
    public static func boundaries(of values: [Double], penalty: Double, shortest: Int = 1) -> [Int] {
        let n = values.count
        let shortest = max(1, shortest)
        guard n >= 2 * shortest else { return [] }
        let centre = Median.of(values) ?? 0
        var sums = [0.0]
        var squares = [0.0]
        for value in values {
            sums.append(sums[sums.count - 1] + (value - centre))
            squares.append(squares[squares.count - 1] + (value - centre) * (value - centre))
        }
        func cost(_ start: Int, _ end: Int) -> Double {
            let sum = sums[end] - sums[start]
            return squares[end] - squares[start] - sum * sum / Double(end - start)
        }
        var best = [Double](repeating: .infinity, count: n + 1)
        best[0] = -penalty
        var previous = [Int](repeating: 0, count: n + 1)
        var candidates: [Int] = []
        for end in shortest...n {
            let start = end - shortest
            if start == 0 || start >= shortest { candidates.append(start) }
            for start in candidates {
                let total = best[start] + cost(start, end) + penalty
                if total < best[end] {
                    best[end] = total
                    previous[end] = start
                }
            }
            candidates.removeAll { best[$0] + cost($0, end) > best[end] }
        }
        var found: [Int] = []
        var end = previous[n]
        while end > 0 {
            found.append(end)
            end = previous[end]
        }
        return found.reversed()
    }
}
