import Foundation
import NilometerStatistics

/// What a bisection knows so far.
public struct BisectionEstimate: Sendable, Equatable {
    /// The places one of which moved the level: one, or one with the commits before it that could not be measured.
    public var range: ClosedRange<Int>
    /// How likely it is one of `range`; 1 for exact metrics.
    public var probability: Double
    /// The narrowest places that hold the commit as surely as a commit must be named.
    public var wide: ClosedRange<Int>
    /// The level before.
    public var before: Double
    /// The level after.
    public var after: Double
    /// `after` over `before`, with 95 % confidence; nil for exact metrics and where a value is not above 0.
    public var ratios: ClosedRange<Double>?
    /// The standard deviation of a run as a share of the level; 0 for exact metrics.
    public var noise: Double
    /// How likely the level did not move once and at once.
    public var doubt: Double

    /// `after` over `before`; nil when that is no finite number.
    public var ratio: Double? {
        let ratio = after / before
        return before > 0 && ratio.isFinite ? ratio : nil
    }

    /// The largest relative difference that the interval leaves possible; nil without an interval.
    public var largestDifference: Double? { ratios.map { max(abs($0.lowerBound - 1), abs($0.upperBound - 1)) } }
}
