/// E-divisive: where a stretch of values is best divided in two by the distances between values, and which divisions chance
/// does not make.
///
/// Source: D. S. Matteson and N. A. James, 2014. Two forms: pairs of different values only, with a right part that may end
/// early; and all pairs, with a right part that reaches to the end.
public enum EnergyDivision {
    /// A division.
    public struct Division: Sendable, Equatable {
        /// The first index of the right part.
        public let index: Int
        /// The statistic: larger is more different.
        public let statistic: Double
    }

    /// The division of a range with the largest statistic, over all left parts and all right parts next to them.
    ///
    /// Only pairs of different values count ("U-statistic"); the first of equally good divisions is taken.
    ///
    /// - Returns: nil when the range has fewer than two values.
    /// - Complexity: O(n²) time, O(n) memory.
    public static func best(of values: [Double], in range: Range<Int>) -> Division? {
        let count = range.count
        guard count > 1 else { return nil }
        let part = Array(values[range])
        // Of each value: the distances from those before it, and from those before it that are in the left part.
        let before = part.indices.map { place in part[..<place].reduce(0) { $0 + abs($1 - part[place]) } }
        var fromLeft = [Double](repeating: 0, count: count)
        var (left, best) = (0.0, Division?.none)
        for split in 1..<count {
            left += fromLeft[split - 1]
            for place in split..<count { fromLeft[place] += abs(part[place] - part[split - 1]) }
            var (across, right) = (0.0, 0.0)
            let n = Double(split)
            for end in (split + 1)...count {
                across += fromLeft[end - 1]
                right += before[end - 1] - fromLeft[end - 1]
                let m = Double(end - split)
                var statistic = 2 / (n + m) * across
                if split > 1 { statistic -= 2 * m / (n + m) / (n - 1) * left }
                if m > 1 { statistic -= 2 * n / (n + m) / (m - 1) * right }
                if statistic > best?.statistic ?? -.infinity {
                    best = Division(index: range.lowerBound + split, statistic: statistic)
                }
            }
        }
        return best
    }

    /// The best division of any segment, again and again, while shuffled segments hardly ever have as good a one.
    ///
    /// All pairs count ("V-statistic"), and a right part reaches to the end of its segment.
    ///
    /// - Parameters:
    ///   - values: all finite.
    ///   - level: the largest share of shuffles, of `draws` + 1, that may be as good.
    ///   - draws: how often all segments are shuffled for each division.
    ///   - generator: where chance comes from.
    /// - Returns: the first indexes of all segments but the first, in rising order.
    /// - Complexity: O(draws · n²) for each division.
    public static func boundaries(
        of values: [Double],
        level: Double = 0.05,
        draws: Int = 100,
        using generator: inout some RandomNumberGenerator
    ) -> [Int] {
        var found: [Int] = []
        while true {
            let bounds = [0] + found + [values.count]
            let segments = zip(bounds, bounds.dropFirst()).map { Array(values[$0..<$1]) }
            var best: (index: Int, statistic: Double)?
            for (start, segment) in zip(bounds, segments) {
                guard let own = largest(segment), own.statistic > best?.statistic ?? -.infinity else { continue }
                best = (start + own.index, own.statistic)
            }
            guard let best, best.statistic > 0 else { return found }
            var better = 0
            for _ in 0..<draws {
                let statistics = segments.compactMap { largest($0.shuffled(using: &generator))?.statistic }
                if statistics.max() ?? 0 >= best.statistic { better += 1 }
            }
            guard Double(better) / Double(draws + 1) <= level else { return found }
            found = (found + [best.index]).sorted()
        }
    }

    /// The best division of a whole segment by all pairs.
    private static func largest(_ segment: [Double]) -> Division? {
        let count = segment.count
        guard count > 1 else { return nil }
        // Of each value: the distances from those before it, and from those after it.
        let earlier = segment.indices.map { place in segment[..<place].reduce(0) { $0 + abs($1 - segment[place]) } }
        let later = segment.indices.map { place in segment[place...].reduce(0) { $0 + abs($1 - segment[place]) } }
        var (left, across, right) = (0.0, 0.0, earlier.reduce(0, +))
        var best: Division?
        for split in 1..<count {
            left += earlier[split - 1]
            right -= later[split - 1]
            across += later[split - 1] - earlier[split - 1]
            let (n, m) = (Double(split), Double(count - split))
            let energy = 2 * across / (n * m) - 2 * left / (n * n) - 2 * right / (m * m)
            let statistic = n * m / (n + m) * energy
            if statistic > best?.statistic ?? -.infinity { best = Division(index: split, statistic: statistic) }
        }
        return best
    }
}
