import Foundation

/// Student's t distribution.
public enum StudentT {
    /// The probability of at most `t` with `freedom` degrees of freedom (not necessarily whole); not a number unless `freedom` > 0.
    ///
    /// - Complexity: the continued fraction of the incomplete beta function; tens of steps.
    public static func cumulative(_ t: Double, freedom: Double) -> Double {
        let tail = tail(abs(t), freedom: freedom)
        return t < 0 ? tail : 1 - tail
    }

    /// The probability that |T| is at least |t|.
    public static func twoSided(_ t: Double, freedom: Double) -> Double { min(1, 2 * tail(abs(t), freedom: freedom)) }

    /// The value that is not exceeded with probability `p`; infinite at 0 and 1.
    ///
    /// - Complexity: about 60 halvings of the cumulative function.
    public static func quantile(_ p: Double, freedom: Double) -> Double {
        guard p > 0, p < 1, freedom > 0 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
        if p > 0.5 { return -quantile(1 - p, freedom: freedom) }
        if p == 0.5 { return 0 }
        var high = 1.0
        while tail(high, freedom: freedom) > p, high < 1e300 { high *= 2 }
        var low = 0.0
        for _ in 0..<80 {
            let middle = (low + high) / 2
            if tail(middle, freedom: freedom) > p { low = middle } else { high = middle }
        }
        return -(low + high) / 2
    }

    private static func tail(_ t: Double, freedom: Double) -> Double {
        guard freedom > 0, !t.isNaN else { return .nan }
        guard t.isFinite else { return 0 }
        guard freedom.isFinite else { return Normal.tail(t) }
        let square = t * t
        guard square.isFinite else { return 0 }
        let isKnown = freedom < Double(logBetas.count) && freedom == freedom.rounded()
        return IncompleteBeta.regularised(
            freedom / (freedom + square),
            complement: square / (freedom + square),
            freedom / 2,
            0.5,
            logBeta: isKnown ? logBetas[Int(freedom)] : IncompleteBeta.logBeta(freedom / 2, 0.5)
        ) / 2
    }

    /// The logarithms of the beta function of half a whole number and a half, which would cost as much as all the rest.
    private static let logBetas = (0...512).map { $0 == 0 ? 0 : IncompleteBeta.logBeta(Double($0) / 2, 0.5) }
}
