import Foundation

/// Where on a line of places a level moved, how far, and how sure that is, given values measured at some of the places.
///
/// The first place has the old level, the last the new one; the step may stand at any place after the first. The levels, the
/// noise and a slow drift of the instrument are unknown, and integrated over: the levels by `LevelFilter`, noise and drift on a
/// grid. Assumes one step; `StepAlternatives` doubts that.
public struct StepPosterior: Sendable {
    /// How likely each place is the first of the new level; the first place never is.
    ///
    /// They sum to 1.
    public let probabilities: [Double]
    /// The old level.
    public let old: Double
    /// The new level less the old one.
    public let difference: Double
    /// The standard deviation of `difference`.
    public let differenceDeviation: Double
    /// How likely the difference has the other sign.
    public let wrongSign: Double
    /// The standard deviation of an ordinary value.
    public let noise: Double

    /// Weighs every place; nil unless both ends were measured and a weight is above 0.
    ///
    /// - Parameters:
    ///   - runs: finite values in the order in which they were measured, each with its place in 0...count.
    ///   - count: the last place, at least 1.
    ///   - weights: how likely each place of 0...count was before, up to a common factor; that of 0 is not used.
    /// - Complexity: O(values × measured places), with a factor of 21 for the guesses of noise and drift.
    public init?(_ runs: [(place: Int, value: Double)], count: Int, weights: [Double]) {
        guard let line = StepRuns(runs, count: count), weights.count == count + 1 else { return nil }
        let stretches = zip(line.measured, line.measured.dropFirst()).map { ($0 + 1)...$1 }
        let masses = stretches.map { $0.reduce(0) { $0 + weights[$1] } }
        guard masses.contains(where: { $0 > 0 }) else { return nil }
        var cases: [(stretch: Int, scale: StepRuns.Scale, filter: LevelFilter, log: Double)] = []
        for (stretch, mass) in zip(stretches.indices, masses) where mass > 0 {
            for scale in line.scales {
                let filter = line.filter(scale, step: stretches[stretch].upperBound)
                cases.append((stretch, scale, filter, filter.likelihood + scale.logPrior + log(mass)))
            }
        }
        let highest = cases.reduce(-Double.infinity) { max($0, $1.log) }
        var shares = [Double](repeating: 0, count: stretches.count)
        var (sum, old, difference, square, wrong, noise) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        for each in cases {
            let weight = exp(each.log - highest)
            guard weight > 1e-12 else { continue }
            let own = each.filter.new - each.filter.old
            let variance = each.filter.differenceVariance
            sum += weight
            shares[each.stretch] += weight
            old += weight * each.filter.old
            difference += weight * own
            square += weight * (own * own + variance)
            wrong += weight * Normal.tail((line.isRise ? own : -own) / variance.squareRoot())
            noise += weight * log(each.scale.noise)
        }
        var probabilities = [Double](repeating: 0, count: count + 1)
        for (stretch, share) in zip(stretches, shares) {
            let mass = stretch.reduce(0) { $0 + weights[$1] }
            for place in stretch where mass > 0 { probabilities[place] = share / sum * weights[place] / mass }
        }
        self.probabilities = probabilities
        self.old = old / sum
        self.difference = difference / sum
        differenceDeviation = max(0, square / sum - self.difference * self.difference).squareRoot()
        wrongSign = wrong / sum
        self.noise = exp(noise / sum)
    }
}
