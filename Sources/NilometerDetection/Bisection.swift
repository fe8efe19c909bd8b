import NilometerStatistics

/// The search for the one commit at which a level moved, in a line of commits whose first has the old level and whose last has
/// the new one.
///
/// Both ends are measured in turn until they seem to differ; then the commit is measured that halves what is left, as in
/// R. Waeber, P. I. Frazier and S. G. Henderson, 2013, and every fifth run is an end again, because machines drift. Nothing is
/// named before one commit has 99 % of the posterior and the difference of the ends is beyond doubt. The next step follows from
/// the runs and the commits that could not be measured alone, so that a search can be broken off and resumed.
public struct Bisection: Sendable {
    /// How likely a commit must be to be named.
    public static let namingProbability = 0.99
    /// How unlikely the other sign must be before a commit is named.
    static let namingSign = 1e-4
    /// How unlikely the other sign must be before other commits than the ends are measured first.
    private static let startingSign = 0.02
    /// How likely the other sign must be to return to the ends.
    private static let returningSign = 0.05
    /// How many runs of the ends come first.
    private static let firstRuns = 6
    /// After how many runs of the ends they are said not to differ.
    private static let mostEndRuns = 24
    /// After how many other runs an end is measured again.
    private static let runsBetweenEnds = 4
    /// How likely another story must be to be told.
    private static let tellingDoubt = 0.9
    /// How likely another story must be to be looked into.
    private static let lookingDoubt = 0.3
    /// How often the commits of another story are measured before it is given up.
    private static let lookingRuns = 3
    /// From how many runs on, and how often, other stories are tried although no commit is found yet.
    private static let doubting = (first: 30, every: 10)

    /// The last place: the number of commits in the range.
    public let count: Int
    /// What was measured, in order.
    public private(set) var runs: [BisectionRun] = []
    /// The places that could not be measured; never an end.
    public private(set) var skipped: Set<Int> = []

    private let weights: [Double]
    private let isCounted: Bool

    /// Begins a search.
    ///
    /// - Parameters:
    ///   - count: the number of commits in the range, at least 1; its last is the one with the new level.
    ///   - weights: how likely each of them is to have moved the level, up to a common factor; equally likely when nil.
    ///   - isExact: whether the metric repeats exactly; where it turns out not to, it is searched as a noisy one.
    public init(count: Int, weights: [Double]? = nil, isExact: Bool = false) {
        precondition(count >= 1, "A range holds at least one commit.")
        self.count = count
        isCounted = isExact
        let usable = weights.map {
            $0.count == count && $0.allSatisfy { $0.isFinite && $0 >= 0 } && $0.contains { $0 > 0 }
        }
        self.weights = [0] + (usable == true ? weights ?? [] : Array(repeating: 1, count: count))
    }

    /// Takes in a measurement; one that is not finite, or of no place of the line, is passed over.
    public mutating func take(_ run: BisectionRun) {
        guard run.value.isFinite, (0...count).contains(run.place) else { return }
        runs.append(run)
    }

    /// Takes in that the commit at a place could not be measured; the ends cannot be skipped.
    public mutating func skip(_ place: Int) {
        if (1..<count).contains(place) { skipped.insert(place) }
    }

    /// What follows.
    ///
    /// - Complexity: that of `StepPosterior`; that of `StepAlternatives` before a commit is named, and now and then besides.
    public var next: BisectionStep {
        if isExact { return ExactBisection(count: count, weights: weights, runs: runs, skipped: skipped).next }
        guard runs.count >= Self.firstRuns || hasBothEnds && endRuns >= Self.firstRuns else { return .measure(nextEnd) }
        guard let state = NoisyBisection(self) else { return .measure(nextEnd) }
        let (posterior, estimate) = (state.posterior, state.estimate(doubt: 0))
        let isBegun = endRuns < runs.count
        if posterior.wrongSign > (isBegun ? Self.returningSign : Self.startingSign) {
            return endRuns >= Self.mostEndRuns ? .noDifference(estimate) : .measure(nextEnd)
        }
        let isNamed = estimate.probability >= Self.namingProbability && posterior.wrongSign <= Self.namingSign
        let isDoubted = runs.count >= Self.doubting.first && runs.count.isMultiple(of: Self.doubting.every)
        if isNamed || isDoubted, let others = StepAlternatives(state.values, count: count) {
            if others.probability > Self.tellingDoubt {
                let isGradual = others.gradual > others.probability / 2
                let shape = isGradual ? BisectionStep.Shape.gradual : .severalSteps(middle: others.middle ?? 1..<count)
                return .notOneStep(shape, state.estimate(doubt: others.probability))
            }
            if isNamed {
                if others.probability > Self.lookingDoubt, let place = leastMeasured(of: others.middle) {
                    return .measure(place)
                }
                return .found(state.estimate(doubt: others.probability))
            }
        }
        if estimate.probability >= Self.namingProbability || isEndDue { return .measure(nextEnd) }
        return .measure(state.halving ?? nextEnd)
    }

    /// What is known so far; nil before both ends were measured.
    public var estimate: BisectionEstimate? {
        if isExact { return ExactBisection(count: count, weights: weights, runs: runs, skipped: skipped).estimate }
        return NoisyBisection(self)?.estimate(doubt: 0)
    }

    /// Whether the metric is counted, and has repeated itself wherever it was measured again.
    public var isExact: Bool {
        guard isCounted else { return false }
        var seen: [Int: Double] = [:]
        for run in runs {
            if let before = seen[run.place], before != run.value { return false }
            seen[run.place] = run.value
        }
        return true
    }

    /// How likely each place was before, 0 for the first.
    var priors: [Double] { weights }

    private var endRuns: Int { runs.count { $0.place == 0 || $0.place == count } }
    private var hasBothEnds: Bool { runs.contains { $0.place == 0 } && runs.contains { $0.place == count } }

    /// The end measured less often; of equal ones that of the last run, so that a drift falls on both alike.
    private var nextEnd: Int {
        let first = runs.count { $0.place == 0 }
        let last = runs.count { $0.place == count }
        guard first == last else { return first < last ? 0 : count }
        return runs.last { $0.place == 0 || $0.place == count }?.place ?? 0
    }

    private var isEndDue: Bool {
        runs.suffix(Self.runsBetweenEnds).allSatisfy { $0.place != 0 && $0.place != count }
    }

    private func leastMeasured(of places: Range<Int>?) -> Int? {
        guard let places else { return nil }
        var counts: [Int: Int] = [:]
        for run in runs where places.contains(run.place) { counts[run.place, default: 0] += 1 }
        let least = counts.min { ($0.value, $0.key) < ($1.value, $1.key) }
        return least.flatMap { $0.value < Self.lookingRuns ? $0.key : nil }
    }
}
