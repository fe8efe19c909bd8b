import Foundation

/// Further comparisons of two samples as wholes.
public enum Dominance {
    /// Cliff's δ: the share of pairs in which the second's value is the larger, less the share in which it is the smaller; 0
    /// when a sample is empty.
    ///
    /// - Complexity: O(N log N).
    public static func cliff(_ first: [Double], _ second: [Double]) -> Double {
        guard !first.isEmpty, !second.isEmpty else { return 0 }
        let pairs = Double(first.count) * Double(second.count)
        return 2 * MannWhitney.normal(second, first).u / pairs - 1
    }

    /// The test of Brunner and Munzel, 2000: as Mann–Whitney, but the samples may spread differently; nil unless both have two
    /// values and overlap.
    ///
    /// - Complexity: O(N log N).
    public static func brunnerMunzel(_ first: [Double], _ second: [Double]) -> (statistic: Double, p: Double)? {
        let (n, m) = (first.count, second.count)
        guard n > 1, m > 1 else { return nil }
        let pooled = Ranks(of: first + second).doubled.map { Double($0) / 2 }
        let own = (Ranks(of: first).doubled + Ranks(of: second).doubled).map { Double($0) / 2 }
        let (a, b) = (mean(pooled[..<n]), mean(pooled[n...]))
        func spread(_ range: Range<Int>, _ mean: Double) -> Double {
            let shift = mean - Double(range.count + 1) / 2
            let sum = range.reduce(0) { $0 + (pooled[$1] - own[$1] - shift) * (pooled[$1] - own[$1] - shift) }
            return sum / Double(range.count - 1)
        }
        let (va, vb) = (Double(n) * spread(0..<n, a), Double(m) * spread(n..<(n + m), b))
        guard va + vb > 0 else { return nil }
        let statistic = Double(n) * Double(m) * (b - a) / (Double(n + m) * (va + vb).squareRoot())
        let freedom = (va + vb) * (va + vb) / (va * va / Double(n - 1) + vb * vb / Double(m - 1))
        return (statistic, StudentT.twoSided(statistic, freedom: freedom))
    }

    /// The test of Kolmogorov and Smirnov with its exact p without ties: the largest distance of the two empirical
    /// distributions; nil when a sample is empty.
    ///
    /// - Complexity: O(n·m): all paths are counted.
    public static func kolmogorovSmirnov(_ first: [Double], _ second: [Double]) -> (statistic: Double, p: Double)? {
        guard !first.isEmpty, !second.isEmpty else { return nil }
        let (a, b) = (first.sorted(), second.sorted())
        var (i, j, largest) = (0, 0, 0)
        while i < a.count, j < b.count {
            let value = min(a[i], b[j])
            while i < a.count, a[i] == value { i += 1 }
            while j < b.count, b[j] == value { j += 1 }
            largest = max(largest, abs(i * b.count - j * a.count))
        }
        // The share of the paths from one corner to the other that stay nearer to the diagonal.
        var inside = [Double](repeating: 0, count: b.count + 1)
        for row in 0...a.count {
            for column in 0...b.count {
                let isNear = abs(row * b.count - column * a.count) < largest
                guard isNear else {
                    inside[column] = 0
                    continue
                }
                guard row + column > 0 else {
                    inside[0] = 1
                    continue
                }
                let steps = Double(row + column)
                let above = row > 0 ? inside[column] * Double(row) / steps : 0
                let left = column > 0 ? inside[column - 1] * Double(column) / steps : 0
                inside[column] = above + left
            }
        }
        let statistic = Double(largest) / (Double(a.count) * Double(b.count))
        return (statistic, largest == 0 ? 1 : min(1, max(0, 1 - inside[b.count])))
    }

    private static func mean(_ values: ArraySlice<Double>) -> Double { values.reduce(0, +) / Double(values.count) }
}
