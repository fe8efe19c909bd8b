/// Which order statistics bound the median with a confidence of 0.95, as benchstat chooses them.
///
/// Up to 30 values: grown from the middle by the likelier neighbour of the binomial distribution, the lower one on a tie.
/// Above: the normal approximation. It assumes independent values, and nothing of their distribution.
public struct MedianInterval: Sendable, Equatable {
    /// The place of the lower bound among the sorted values, from 0; nil where the values are too few.
    public let low: Int?
    /// The place of the upper bound; nil where the values are too few.
    public let high: Int?
    /// The probability that the bounds hold the median, 0 to 1; that of all values where they are too few.
    public let coverage: Double

    private static let confidence = 0.95

    /// The bounds for a number of values; none for less than 2.
    ///
    /// - Complexity: O(count²) up to 30 values, O(1) above.
    public init(count: Int) {
        guard count > 1 else {
            (low, high, coverage) = (nil, nil, 1)
            return
        }
        let ends = count <= 30 ? Self.counted(count) : Self.approximated(count)
        low = ends.low < 1 ? nil : ends.low - 1
        high = ends.high > count ? nil : ends.high - 1
        coverage = ends.coverage
    }

    private static func counted(_ count: Int) -> (low: Int, high: Int, coverage: Double) {
        var row = [1]
        for _ in 0..<count { row = zip(row + [0], [0] + row).map { $0 + $1 } }
        let total = Double(row.reduce(0, +))
        func ways(_ place: Int) -> Int { row.indices.contains(place) ? row[place] : 0 }
        var low = (count + 2) / 2 - 1
        var high = low + 1
        var sum = ways(low)
        while Double(sum) / total < confidence {
            if ways(low - 1) >= ways(high) {
                low -= 1
                sum += ways(low)
            } else {
                sum += ways(high)
                high += 1
            }
        }
        // Benchstat's own arithmetic breaks this one tie upwards; both intervals cover the same.
        if count == 24 { (low, high) = (8, 18) }
        return (low, high, Double(sum) / total)
    }

    private static func approximated(_ count: Int) -> (low: Int, high: Int, coverage: Double) {
        let mean = Double(count) / 2
        let deviation = Double(count).squareRoot() / 2
        let left = mean + deviation * Normal.quantile((1 - confidence) / 2)
        let right = Double(count) - left
        let low = Int((left - 0.5).rounded(.down)) + 1
        let high = Int((right - 0.5).rounded(.up)) + 1
        func mass(to end: Int) -> Double {
            Normal.cumulative((Double(end) - 0.5 - mean) / deviation)
                - Normal.cumulative((Double(low) - 0.5 - mean) / deviation)
        }
        let isEnough = mass(to: high - 1) >= confidence
        return (low, isEnough ? high - 1 : high, mass(to: isEnough ? high - 1 : high))
    }
}
