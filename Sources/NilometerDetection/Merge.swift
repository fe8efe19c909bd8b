import Foundation
import NilometerStatistics

/// Candidate boundaries of one stretch, thinned out until all that are left pass a level.
struct Merge {
    /// A boundary with what the tests say of it.
    struct Boundary {
        var index: Int
        var p: Double
        /// Larger is worse: p, or 2 when the step is too small to be of interest.
        var badness: Double
    }

    private let scaled: Scaled
    private let limits: Limits
    private let smallestStep: Double
    private(set) var boundaries: [Boundary] = []
    private(set) var inflation = 1.0

    /// Starts from deliberately too many candidates.
    init(_ scaled: Scaled, _ limits: Limits) {
        self.scaled = scaled
        self.limits = limits
        smallestStep = min(limits.smallestStep, 2 * scaled.sigma)
        let unit = scaled.clipped.map { ($0 - scaled.centre) / scaled.sigma }
        boundaries = OptimalPartition.boundaries(
            of: unit,
            penalty: limits.penalty * log(Double(unit.count)),
            shortest: limits.shortest
        ).map { Boundary(index: $0, p: 1, badness: 2) }
        rescoreAll()
    }

    /// Removes the worst boundary and scores its neighbours anew until all have at most `level`.
    mutating func reduce(to level: Double) {
        while let worst = worst(), boundaries[worst].badness > level {
            boundaries.remove(at: worst)
            if worst > 0 { rescore(worst - 1) }
            if worst < boundaries.count { rescore(worst) }
        }
    }

    /// Scores all anew with what correlated noise costs.
    mutating func allow(for inflation: Double) {
        guard inflation > self.inflation else { return }
        self.inflation = inflation
        rescoreAll()
    }

    /// Removes boundaries by their index, and scores the others anew.
    mutating func remove(where isOut: (Int) -> Bool) {
        boundaries.removeAll { isOut($0.index) }
        rescoreAll()
    }

    /// Estimates the lag-1 correlation of what the segments leave, and scores all anew when it matters; whether it did.
    mutating func allowForCorrelation() -> Bool {
        let correlation = min(0.9, residualCorrelation())
        guard correlation > limits.ignoredCorrelation else { return false }
        let found = ((1 + correlation) / (1 - correlation)).squareRoot()
        guard found > 1.02 * inflation else { return false }
        inflation = found
        rescoreAll()
        return true
    }

    /// The points of each side that the tests of a boundary look at.
    func sides(_ place: Int, reach: Int) -> (left: Range<Int>, right: Range<Int>) {
        let index = boundaries[place].index
        let start = place > 0 ? boundaries[place - 1].index : 0
        let end = place + 1 < boundaries.count ? boundaries[place + 1].index : scaled.values.count
        return (max(start, index - reach)..<index, index..<min(end, index + reach))
    }

    private func worst() -> Int? {
        var found: Int?
        var badness = -1.0
        for place in boundaries.indices where boundaries[place].badness > badness {
            badness = boundaries[place].badness
            found = place
        }
        return found
    }

    private mutating func rescoreAll() {
        for place in boundaries.indices { rescore(place) }
    }

    private mutating func rescore(_ place: Int) {
        let (left, right) = sides(place, reach: limits.reach)
        var p = scaled.tTest(left, right, inflation: inflation)
        if p <= limits.weak { p = max(p, scaled.rankTest(left, right)) }
        boundaries[place].p = p
        boundaries[place].badness = abs(scaled.step(left, right)) < smallestStep ? 2 : p
    }

    /// The lag-1 correlation of what the segments leave, raised by what fitting that many segments takes from it.
    private func residualCorrelation() -> Double {
        var (product, square, before) = (0.0, 0.0, 0.0)
        var start = 0
        for end in boundaries.map(\.index) + [scaled.clipped.count] {
            let middle = scaled.mean(start..<end) + scaled.centre
            for place in start..<end {
                let rest = scaled.clipped[place] - middle
                product += rest * before
                square += rest * rest
                before = rest
            }
            start = end
        }
        guard square > 0 else { return 0 }
        let plain = product / square
        let fitted = Double(boundaries.count + 1) / Double(scaled.clipped.count)
        return plain + fitted * (1 + 3 * max(plain, 0))
    }
}
