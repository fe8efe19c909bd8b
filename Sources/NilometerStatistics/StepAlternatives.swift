import Foundation

/// How likely it is that a level did not move once and at once, given values measured along the line.
///
/// Two other stories are told: two steps with a third level between them, which may lie between the two levels or outside; and a
/// gradual move along the whole line. Noise and drift are those that fit one step about as well as the best.
public struct StepAlternatives: Sendable {
    /// How likely each story is before anything is measured.
    private static let priors = (one: 0.9, two: 0.05, gradual: 0.05)
    /// Where the third level may lie, as shares of the way from the old to the new one.
    private static let shares = [-1, -0.5, 0.2, 0.35, 0.5, 0.65, 0.8, 1.5, 2]
    /// Guesses of the noise that are less likely than the best by this factor's logarithm are left out.
    private static let reach = 4.0
    /// Logarithms beyond this one all mean the same, and would overflow.
    private static let most = 600.0

    /// How likely there are two steps, or a gradual move.
    public let probability: Double
    /// How likely the level moved gradually.
    public let gradual: Double
    /// The measured places that would have the third level, in the likeliest story of two steps; nil where no place can.
    public let middle: Range<Int>?

    /// Weighs the stories; nil unless both ends were measured.
    ///
    /// - Parameters:
    ///   - runs: finite values in the order in which they were measured, each with its place in 0...count.
    ///   - count: the last place, at least 1.
    /// - Complexity: O(values × measured places²), with a factor of about 50.
    public init?(_ runs: [(place: Int, value: Double)], count: Int) {
        guard let line = StepRuns(runs, count: count) else { return nil }
        let steps = Array(zip(line.measured, line.measured.dropFirst()))
        var singles: [(scale: StepRuns.Scale, best: Double, mean: Double)] = []
        for scale in line.scales {
            let logs = steps.map { before, step in
                line.filter(scale, step: step).likelihood + log(Double(step - before) / Double(count)) + scale.logPrior
            }
            let best = logs.max() ?? 0
            singles.append((scale, best, logs.reduce(0) { $0 + exp($1 - best) }))
        }
        let highest = singles.map(\.best).max() ?? 0
        var (one, two, gradual) = (0.0, 0.0, 0.0)
        var best = -Double.infinity
        var middle: Range<Int>?
        for (scale, own, mean) in singles where own >= highest - Self.reach {
            one += exp(own - highest) * mean
            let slope = line.filter(scale) { Double($0) / Double(count) }
            gradual += exp(min(Self.most, slope.likelihood + scale.logPrior - highest))
            for (order, first) in steps.enumerated() {
                for second in steps.dropFirst(order + 1) {
                    let room = Double((first.1 - first.0) * (second.1 - second.0)) / Double(count * count)
                    let prior = log(2 * room / Double(Self.shares.count)) + scale.logPrior
                    for share in Self.shares {
                        let story = line.filter(scale) { $0 < first.1 ? 0 : $0 < second.1 ? share : 1 }
                        two += exp(min(Self.most, story.likelihood + prior - highest))
                        if story.likelihood + prior > best {
                            best = story.likelihood + prior
                            middle = first.1..<second.1
                        }
                    }
                }
            }
        }
        let (x, y, z) = (Self.priors.one * one, Self.priors.two * two, Self.priors.gradual * gradual)
        probability = (y + z) / (x + y + z)
        self.gradual = z / (x + y + z)
        self.middle = middle
    }
}
