import Foundation
import NilometerStatistics

/// The samples of one side of a row, and what benchstat shows of them.
public struct ComparisonSample: Sendable, Equatable {
    /// The samples of each run, in the order of the files.
    public let runs: [[Double]]
    /// All samples in rising order; at least one, all finite.
    public let sorted: [Double]
    /// The median, or the mode of values that were declared exact.
    public let centre: Double
    /// The lower end of the 95 % interval of the centre; minus infinity where the samples are too few.
    public let low: Double
    /// The upper end of the interval.
    public let high: Double
    /// What is to be known of the interval.
    public let note: String?

    /// Sums up the samples of some runs; nil when there is none.
    ///
    /// - Complexity: O(n log n).
    public init?(_ runs: [[Double]], assumesExact: Bool) {
        let sorted = runs.joined().sorted()
        guard let first = sorted.first, let last = sorted.last, let median = Median.of(sorted) else { return nil }
        self.runs = runs
        self.sorted = sorted
        if assumesExact {
            centre = Self.mode(of: sorted) ?? median
            (low, high) = (first, last)
            note = first == last ? nil : "the values were declared exact, but range from \(first) to \(last)"
            return
        }
        centre = median
        let ends = MedianInterval(count: sorted.count)
        low = ends.low.map { sorted[$0] } ?? -.infinity
        high = ends.high.map { sorted[$0] } ?? .infinity
        let isOpen = ends.low == nil || ends.high == nil
        note = isOpen ? "need >= 6 samples for confidence interval at level 0.95" : nil
    }

    /// The number of samples.
    public var count: Int { sorted.count }
    /// The smallest sample.
    public var least: Double { sorted[0] }
    /// The largest sample.
    public var greatest: Double { sorted[sorted.count - 1] }
    /// The median of each run: the units of replication.
    public var runCentres: [Double] { runs.compactMap { Median.of($0) } }

    /// The larger half-width of the interval, in percent of the centre: `∞` without bounds, `?` where the sign changes.
    public var spreadText: String {
        guard low.isFinite, high.isFinite else { return "∞" }
        guard low.sign(of: centre), high.sign(of: centre) else { return "?" }
        guard centre != 0 else { return "0%" }
        return String(format: "%.0f%%", 100 * max(high / centre - 1, 1 - low / centre))
    }

    private static func mode(of sorted: [Double]) -> Double? {
        var best: (value: Double, count: Int)?
        var start = 0
        while start < sorted.count {
            let end = sorted[start...].firstIndex { $0 != sorted[start] } ?? sorted.count
            if end - start > best?.count ?? 0 { best = (sorted[start], end - start) }
            start = end
        }
        return best?.value
    }
}

extension Double {
    /// Whether both are below, at, or above 0.
    fileprivate func sign(of other: Double) -> Bool {
        (self > 0) == (other > 0) && (self < 0) == (other < 0)
    }
}
