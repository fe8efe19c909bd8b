import NilometerCore
import NilometerStatistics

/// One commit's value in a series: the median of its runs, each of which counts once.
struct Measured: Sendable {
    /// The index of its first run among the points.
    var first: Int
    /// The index of the first point of its commit, whether that had a value or not.
    var begin: Int
    /// The values of its further runs, in the order of the points.
    private var others: [Double] = []
    /// The value of its first run.
    private let firstValue: Double
    /// The median of the runs.
    var value: Double
    /// Between which values its samples lie; wider than that where only their spread is known.
    var range: ClosedRange<Double>
    /// Twice the largest spread of a run: the width of its samples; 0 where unknown.
    var width: Double
    /// Whether a run brought enough samples to speak for itself.
    var hasRepeats: Bool
    /// Whether all its runs' samples are equal or within one unit, those with enough samples.
    var isSteady: Bool
    /// Whether its samples are enough, and all equal.
    var isConstant: Bool { hasRepeats && width == 0 }

    /// The values of its runs.
    var runs: [Double] { [firstValue] + others }

    /// How many runs showed a value.
    func agreeing(with value: Double) -> Int {
        (firstValue == value ? 1 : 0) + (others.isEmpty ? 0 : others.filter { $0 == value }.count)
    }

    /// Its value; where as many of its runs say one thing as another, that nearest to the level before.
    func value(after level: Double?) -> Double {
        guard others.count % 2 == 1, let level else { return value }
        let sorted = runs.sorted()
        let (low, high) = (sorted[sorted.count / 2 - 1], sorted[sorted.count / 2])
        return abs(low - level) <= abs(high - level) ? low : high
    }

    /// How many samples a run needs to speak for itself.
    static let ownSamples = 5

    /// One run.
    init(_ point: Point, at index: Int) {
        first = index
        begin = index
        firstValue = point.value
        value = point.value
        hasRepeats = max(point.count, point.samples.count) >= Self.ownSamples
        if let low = point.samples.min(), let high = point.samples.max(), low <= high {
            range = min(low, value)...max(high, value)
            width = high - low
        } else if point.spread.isFinite, point.spread >= 0 {
            // The spread is half of the range, rounded; the centre may stand at either end of it.
            width = 2 * point.spread
            range = (value - 1.05 * width)...(value + 1.05 * width)
        } else {
            range = value...value
            width = 0
            hasRepeats = hasRepeats && !point.samples.isEmpty
        }
        isSteady = hasRepeats && width <= 1.05
    }

    /// Adds another run of the same commit.
    mutating func add(_ run: Measured) {
        others += run.runs
        value = Median.of(runs) ?? value
        range = min(range.lowerBound, run.range.lowerBound)...max(range.upperBound, run.range.upperBound)
        width = max(width, run.width)
        isSteady = hasRepeats == run.hasRepeats ? isSteady && run.isSteady : isSteady || run.isSteady
        hasRepeats = hasRepeats || run.hasRepeats
    }
}
