/// Intervals of a statistic by drawing again from the values.
///
/// Source: B. Efron, 1979 and 1987. Poor for medians of fewer than 15 values and where values are equal; no decision rests on it.
public struct Bootstrap: Sendable {
    /// The statistic of each draw, in rising order.
    private let draws: [Double]
    private let values: [Double]
    private let estimate: Double
    private let statistic: @Sendable ([Double]) -> Double

    /// Draws as many values as there are, again and again, and takes the statistic; nil when there is no value or no draw.
    ///
    /// - Complexity: O(draws · (n + the statistic)).
    public init?(
        _ values: [Double],
        draws count: Int = 10_000,
        using generator: inout some RandomNumberGenerator,
        statistic: @escaping @Sendable ([Double]) -> Double
    ) {
        guard !values.isEmpty, count > 0 else { return nil }
        var draws: [Double] = []
        draws.reserveCapacity(count)
        var drawn = values
        for _ in 0..<count {
            for place in drawn.indices { drawn[place] = values[Int.random(in: 0..<values.count, using: &generator)] }
            draws.append(statistic(drawn))
        }
        self.draws = draws.sorted()
        self.values = values
        self.statistic = statistic
        estimate = statistic(values)
    }

    /// The interval between two quantiles of the draws.
    public func percentile(confidence: Double = 0.95) -> ClosedRange<Double> {
        let tail = (1 - confidence) / 2
        return quantile(tail)...quantile(1 - tail)
    }

    /// The interval corrected for bias and skewness ("BCa"); the percentile interval where the correction is not defined.
    public func accelerated(confidence: Double = 0.95) -> ClosedRange<Double> {
        let below = Double(draws.filter { $0 < estimate }.count + draws.filter { $0 <= estimate }.count) / 2
        let bias = Normal.quantile(below / Double(draws.count))
        guard bias.isFinite, values.count > 1 else { return percentile(confidence: confidence) }
        let left = values.indices.map { index in
            var rest = values
            rest.remove(at: index)
            return statistic(rest)
        }
        let mean = left.reduce(0, +) / Double(left.count)
        let cubes = left.reduce(0) { $0 + (mean - $1) * (mean - $1) * (mean - $1) }
        let squares = left.reduce(0) { $0 + (mean - $1) * (mean - $1) }
        let acceleration = squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
        func share(_ p: Double) -> Double {
            let z = bias + Normal.quantile(p)
            return Normal.cumulative(bias + z / (1 - acceleration * z))
        }
        let tail = (1 - confidence) / 2
        let (low, high) = (quantile(share(tail)), quantile(share(1 - tail)))
        return min(low, high)...max(low, high)
    }

    /// The quantile of the draws, between two of them by proportion.
    private func quantile(_ share: Double) -> Double {
        let place = min(1, max(0, share.isNaN ? 0.5 : share)) * Double(draws.count - 1)
        let low = Int(place)
        guard low + 1 < draws.count else { return draws[draws.count - 1] }
        return draws[low] + (place - Double(low)) * (draws[low + 1] - draws[low])
    }
}
