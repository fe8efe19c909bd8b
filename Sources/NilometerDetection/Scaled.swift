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
        clipped = Self.clipped(values)
        var (steps, smallest) = ([Double](), Double.infinity)
        steps.reserveCapacity(values.count)
        for place in 1..<values.count {
            steps.append(clipped[place] - clipped[place - 1])
            let step = abs(values[place] - values[place - 1])
            if step > 0 { smallest = min(smallest, step) }
        }
        guard smallest.isFinite, let middle = Selection.median(of: &steps) else { return nil }
        for place in steps.indices { steps[place] = abs(steps[place] - middle) }
        let spread = Selection.median(of: &steps) ?? 0
        sigma = max(1.4826 * spread / 2.0.squareRoot(), smallest / 4, 1e-9)

        var copy = clipped
        let centre = Selection.median(of: &copy) ?? 0
        self.centre = centre
        var sums = [0.0]
        var squares = [0.0]
        sums.reserveCapacity(clipped.count + 1)
        squares.reserveCapacity(clipped.count + 1)
        var (sum, square) = (0.0, 0.0)
        for value in clipped {
            let value = value - centre
            sum += value
            square += value * value
            sums.append(sum)
            squares.append(square)
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
        var window: [Double] = []
        window.reserveCapacity(12)
        for value in values.prefix(5) { insert(value, into: &window) }
        for place in 0..<n {
            if place + 5 < n { insert(values[place + 5], into: &window) }
            if place >= 6, let gone = index(of: values[place - 6], in: window) { window.remove(at: gone) }
            let k = window.count
            let median = k % 2 == 1 ? window[k / 2] : window[k / 2 - 1] + (window[k / 2] - window[k / 2 - 1]) / 2
            medians[place] = median
            // The rank ⌊0.8(k−1)⌋ of the distances, taken from the outside inwards.
            var (left, right, skip) = (0, k - 1, k - 1 - Int(0.8 * Double(k - 1)))
            while skip > 0 {
                if median - window[left] > window[right] - median { left += 1 } else { right -= 1 }
                skip -= 1
            }
            deviations[place] = max(median - window[left], window[right] - median) / 1.2816
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

    private static func insert(_ value: Double, into window: inout [Double]) {
        var place = window.count
        window.append(value)
        while place > 0, window[place - 1] > value {
            window[place] = window[place - 1]
            place -= 1
        }
        window[place] = value
    }

    private static func index(of value: Double, in window: [Double]) -> Int? { window.firstIndex(of: value) }
}
