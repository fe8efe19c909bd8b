import Foundation

/// Optimal segmentation by a Gaussian kernel, which sees any change of distribution.
///
/// Sources: Z. Harchaoui and O. Cappé, 2007; S. Arlot, A. Celisse and Z. Harchaoui, 2019. The bandwidth is the median of the
/// squared distances of all pairs.
public enum KernelSegmentation {
    /// The first indexes of all segments but the first.
    ///
    /// - Parameters:
    ///   - values: all finite.
    ///   - penalty: the price of a segment.
    ///   - shortest: the least number of values in a segment, at least 1.
    /// - Returns: nothing when there are fewer than 2·shortest values.
    /// - Complexity: O(n²) time, O(n²) memory for the bandwidth.
    public static func boundaries(of values: [Double], penalty: Double = 10, shortest: Int = 2) -> [Int] {
        let n = values.count
        let shortest = max(1, shortest)
        guard n >= 2 * shortest else { return [] }
        var distances: [Double] = []
        distances.reserveCapacity(n * (n - 1) / 2)
        for first in 0..<n {
            for second in (first + 1)..<n {
                distances.append((values[first] - values[second]) * (values[first] - values[second]))
            }
        }
        let middle = Selection.median(of: &distances) ?? 0
        let sharpness = middle > 0 ? 1 / middle : 1
        let own = exp(-0.01)
        // within[s]: the sum of the kernel over all pairs of values in s..<end.
        var within = [Double](repeating: 0, count: n)
        var best = [Double](repeating: .infinity, count: n + 1)
        best[0] = -penalty
        var previous = [Int](repeating: 0, count: n + 1)
        for end in 1...n {
            var sum = 0.0
            for start in stride(from: end - 1, through: 0, by: -1) {
                let difference = values[start] - values[end - 1]
                sum += exp(-min(max(sharpness * difference * difference, 0.01), 100))
                within[start] += 2 * sum - own
            }
            guard end >= shortest else { continue }
            for start in 0...(end - shortest) where best[start].isFinite {
                let length = Double(end - start)
                let total = best[start] + length * own - within[start] / length + penalty
                if total < best[end] {
                    best[end] = total
                    previous[end] = start
                }
            }
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
