import Foundation
import NilometerCore
import NilometerStatistics

/// How far a level moved at a boundary.
struct Size {
    /// The levels before and after: medians.
    let before: Double
    let after: Double
    /// After over before with its interval; nil where values are not all above 0.
    var ratio: Double?
    var interval: ClosedRange<Double>?
    var coverage: Double?

    /// Compares the values of the two sides; the interval is widened by `inflation` for correlated noise.
    init(_ left: [Double], _ right: [Double], inflation: Double) {
        before = Median.of(left) ?? .nan
        after = Median.of(right) ?? .nan
        guard left.allSatisfy({ $0 > 0 }), right.allSatisfy({ $0 > 0 }) else { return }
        guard let shift = HodgesLehmann.shift(left.map { log($0) }, right.map { log($0) }) else { return }
        let ratio = exp(shift.estimate)
        let low = exp(shift.estimate - inflation * (shift.estimate - shift.interval.lowerBound))
        let high = exp(shift.estimate + inflation * (shift.interval.upperBound - shift.estimate))
        guard ratio.isFinite, low.isFinite, high.isFinite else { return }
        self.ratio = ratio
        interval = min(low, ratio)...max(high, ratio)
        coverage = shift.coverage
    }

    /// The finding of a change of this size.
    func finding(at index: Int, range: ClosedRange<Int>, state: ChangeState) -> Finding {
        Finding(
            index: index,
            range: range,
            state: state,
            before: before,
            after: after,
            ratio: ratio,
            interval: interval,
            coverage: coverage
        )
    }
}
