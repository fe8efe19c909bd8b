import Foundation

/// How sure it is that a level moved, judged by how far the same series wandered before.
///
/// A test of two sides takes neighbours for independent, or corrects by their lag-1 correlation alone. Here the series' own
/// history says how far means of 4, 8 and 16 neighbours strayed from their level, and what its largest spread was: slow drift,
/// correlated noise and quiet spells before louder ones all make a step weaker. The unit is decades: 6 is a p of 10⁻⁶.
public enum StepStrength {
    /// What is said of a step without any doubt.
    public static let most = 300.0
    /// How many values of each side are compared: further ones tell more of slow drift than of the step.
    private static let reach = 30
    /// How many values before the step tell how the series wanders.
    private static let memory = 400
    private static let blocks = [4, 8, 16]
    /// How many values before the step count as one degree of freedom: a short history knows little of slow wandering.
    private static let valuesPerFreedom = 8.0

    /// The strength of a step in values that vary by chance, in decades; 0 where fewer than five values stand before it.
    ///
    /// Values that are all above 0 are compared by ratio, others by difference. The blocks' variance over that of single values
    /// is shrunk towards 1 as if by two blocks more; Student's law has one degree of freedom for eight values of history.
    ///
    /// - Parameters:
    ///   - values: the series up to now; all finite.
    ///   - step: the index of the first value of the new level.
    ///   - others: the indexes of the other steps known, in rising order.
    /// - Returns: −log₁₀ p, from 0 to `most`.
    /// - Complexity: O(reach + memory), whatever the length.
    public static func of(_ values: [Double], at step: Int, others: [Int] = []) -> Double {
        let start = max(0, step - memory)
        guard step - start >= 5, step < values.count else { return 0 }
        let end = min(values.count, (others.first { $0 > step } ?? values.count), step + reach)
        let clipped = Clipping.clipped(scaled(values[start..<end]))
        let edges = [0] + others.filter { $0 > start && $0 < step }.map { $0 - start } + [step - start]
        var rests: [Double] = []
        for (from, to) in zip(edges, edges.dropFirst()) {
            let middle = mean(clipped[from..<to])
            rests += clipped[from..<to].map { $0 - middle }
        }
        let left = clipped[max(edges[edges.count - 2], step - start - reach)..<(step - start)]
        let right = clipped[(step - start)...]
        let variance = max(
            variance(rests[...]),
            left.count > 1 ? Self.variance(left) : 0,
            right.count > 4 ? Self.variance(right) : 0
        )
        let distance = abs(mean(right) - mean(left))
        guard variance > 0 else { return distance > 0 ? most : 0 }
        let error = variance * wandering(rests) * (1 / Double(left.count) + 1 / Double(right.count))
        let freedom = max(1, Double(rests.count) / valuesPerFreedom)
        return min(most, -log10(max(1e-300, StudentT.twoSided(distance / error.squareRoot(), freedom: freedom))))
    }

    /// The strength of a step between levels of equal values, in decades, where nothing else says that values are exact.
    ///
    /// By Laplace's rule of succession a value leaves a level of n values and s strays with chance (s + 1)/(n + s + 2). Either
    /// level may be the true one and the other a spell of strays: the weaker of both doubts counts.
    ///
    /// - Parameters:
    ///   - before: how many values show the level before the step, and how many beside them do not.
    ///   - after: the same of the level after.
    /// - Returns: −log₁₀ of that chance, from 0 to `most`.
    public static func ofEqualValues(
        before: (equal: Int, strays: Int),
        after: (equal: Int, strays: Int)
    ) -> Double {
        func doubt(_ level: (equal: Int, strays: Int), _ spell: Int) -> Double {
            Double(spell) * log10(Double(level.equal + level.strays + 2) / Double(level.strays + 1))
        }
        return min(most, doubt(before, after.equal), doubt(after, before.equal))
    }

    /// By how much means of neighbours vary more than independent values would let them; at least 1.
    private static func wandering(_ rests: [Double]) -> Double {
        let square = rests.reduce(0) { $0 + $1 * $1 } / Double(rests.count)
        guard square > 0 else { return 1 }
        return blocks.reduce(1) { largest, length in
            let count = rests.count / length
            guard count >= 3 else { return largest }
            let first = rests.count - count * length
            let sum = (0..<count).reduce(0) { sum, block in
                let middle = mean(rests[(first + block * length)..<(first + (block + 1) * length)])
                return sum + middle * middle
            }
            return max(largest, (Double(length) * sum / square + 2) / Double(count + 2))
        }
    }

    private static func scaled(_ values: ArraySlice<Double>) -> [Double] {
        if values.allSatisfy({ $0 > 0 }) { return values.map { log($0) } }
        let size = values.reduce(0) { max($0, abs($1)) }
        return size > 0 ? values.map { $0 / size } : Array(values)
    }

    private static func mean(_ values: ArraySlice<Double>) -> Double { values.reduce(0, +) / Double(values.count) }

    private static func variance(_ values: ArraySlice<Double>) -> Double {
        let middle = mean(values)
        return values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / Double(max(1, values.count - 1))
    }
}
