import Foundation
import NilometerStatistics

/// A stretch of values made ready for the tests: scaled, clipped, summed.
struct Scaled {
    /// Logs, or values over their median size where not all are above 0.
    let values: [Double]
    /// Values clamped to their neighbourhood, so that spikes do not weigh.
    let clipped: [Double]
    /// The noise of a point, from first differences.
    let sigma: Double
    /// Whether `values` are logs.
    let isLog: Bool
    /// Running sums of the clipped values less `centre`, and of their squares.
    let sums: [Double]
    let squares: [Double]
    let centre: Double

    /// Nil when the values do not vary.
    init?(_ raw: [Double]) {
        guard let least = raw.min(), let most = raw.max(), least < most else { return nil }
        isLog = least > 0
        values = isLog ? raw.map { log($0) } : Self.ratios(raw)
        let n = raw.count
        clipped = Self.clipped(values)
        var steps = [Double](repeating: 0, count: n - 1)
        var smallest = Double.infinity
        for place in 1..<n {
            steps[place - 1] = abs(clipped[place] - clipped[place - 1])
            let step = abs(values[place] - values[place - 1])
            if step > 0 { smallest = min(smallest, step) }
        }
        guard smallest.isFinite else { return nil }
        let spread = Selection.median(of: &steps) ?? 0
        sigma = max(1.4826 * spread / 2.0.squareRoot(), smallest / 4, 1e-9)
        let centre = clipped.reduce(0, +) / Double(n)
        self.centre = centre
        var sums = [Double](repeating: 0, count: n + 1)
        var squares = sums
        for place in 0..<n {
            let value = clipped[place] - centre
            sums[place + 1] = sums[place] + value
            squares[place + 1] = squares[place] + value * value
        }
        (self.sums, self.squares) = (sums, squares)
    }

    private static func ratios(_ raw: [Double]) -> [Double] {
        var sizes = raw
        var size = abs(Selection.median(of: &sizes) ?? 0)
        if size == 0 {
            sizes = raw.filter { $0 != 0 }.map { abs($0) }
            size = Selection.median(of: &sizes) ?? 1
        }
        return raw.map { $0 / size }
    }

    /// Clamps each value to the median of the 11 around it, give or take three local deviations.
    ///
    /// The deviation is taken from the 80 % quantile, so that a second mode of 30 % is not clipped.
    private static func clipped(_ values: [Double]) -> [Double] {
        let n = values.count
        var medians = [Double](repeating: 0, count: n)
        var deviations = medians
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 12) { memory in
            var window = SortedWindow(memory)
            for value in values.prefix(5) { window.insert(value) }
            for place in 0..<n {
                if place + 5 < n { window.insert(values[place + 5]) }
                if place >= 6 { window.remove(values[place - 6]) }
                medians[place] = window.median
                deviations[place] = window.deviation / 1.2816
            }
        }
        var copy = deviations
        let usual = Selection.median(of: &copy) ?? 0
        var clipped = values
        for place in 0..<n {
            let limit = 3 * max(usual, deviations[place])
            if limit > 0 { clipped[place] = min(max(values[place], medians[place] - limit), medians[place] + limit) }
        }
        return clipped
    }
}

/// A few values in rising order.
private struct SortedWindow {
    private let values: UnsafeMutableBufferPointer<Double>
    private var count = 0

    init(_ memory: UnsafeMutableBufferPointer<Double>) { values = memory }

    var median: Double {
        let middle = count / 2
        if count % 2 == 1 { return values[middle] }
        return values[middle - 1] + (values[middle] - values[middle - 1]) / 2
    }

    /// The distance from the median that ⌊0.8(count − 1)⌋ of the values do not exceed, found from the outside inwards.
    var deviation: Double {
        let middle = median
        var (left, right, skip) = (0, count - 1, count - 1 - (4 * (count - 1)) / 5)
        while skip > 0 {
            if middle - values[left] > values[right] - middle { left += 1 } else { right -= 1 }
            skip -= 1
        }
        return max(middle - values[left], values[right] - middle)
    }

    mutating func insert(_ value: Double) {
        var place = count
        count += 1
        while place > 0, values[place - 1] > value {
            values[place] = values[place - 1]
            place -= 1
        }
        values[place] = value
    }

    mutating func remove(_ value: Double) {
        var place = 0
        while place < count, values[place] != value { place += 1 }
        guard place < count else { return }
        count -= 1
        while place < count {
            values[place] = values[place + 1]
            place += 1
        }
    }
}
