import Foundation
import NilometerCore
import NilometerStatistics

/// What some pairs say of the difference of two revisions.
///
/// The differences are those of logarithms; where a value is not above 0, those of the values over the base's median size.
/// They are taken as independent, and as symmetric where nothing changed: the order within pairs alternates, so that a slow
/// drift adds to one difference what it takes from the next.
struct PairTest {
    /// The level at which a drift is told: it only explains.
    private static let driftLevel = 0.01

    let before: Double
    let after: Double
    /// The limit as a share of the level.
    let limit: Double
    /// The p of the signed-rank test, before any correction.
    let p: Double
    /// The centre of the differences: the median of all averages of two.
    let estimate: Double
    let ratio: Double?
    let interval: ClosedRange<Double>?
    let coverage: Double?
    private let centre: HodgesLehmann?
    private let differences: [Double]
    private let bases: [Double]
    private let heads: [Double]
    private let isRatio: Bool

    init(_ pairs: [PairedReadings.Pair], limit: Double) {
        self.limit = limit
        before = Median.of(pairs.map(\.base)) ?? .nan
        after = Median.of(pairs.map(\.head)) ?? .nan
        isRatio = pairs.allSatisfy { $0.base > 0 && $0.head > 0 }
        let size = Median.of(pairs.map { abs($0.base) }) ?? 0
        let unit = size > 0 ? size : 1
        bases = pairs.map { [isRatio] pair in isRatio ? log(pair.base) : pair.base / unit }
        heads = pairs.map { [isRatio] pair in isRatio ? log(pair.head) : pair.head / unit }
        differences = zip(heads, bases).map { $0 - $1 }
        p = SignedRank(differences).p
        centre = SignedRank.centre(differences)
        estimate = centre?.estimate ?? 0
        guard isRatio, let centre else {
            (ratio, interval, coverage) = (nil, nil, nil)
            return
        }
        ratio = exp(centre.estimate)
        interval = exp(centre.interval.lowerBound)...exp(centre.interval.upperBound)
        coverage = centre.coverage
    }

    /// The limit on the scale of the differences.
    private var bound: Double { isRatio ? log1p(limit) : limit }

    /// Whether the difference is larger than the limit, and its interval excludes none.
    var isBeyondLimit: Bool { abs(estimate) > bound && centre.map { !$0.interval.contains(0) } ?? false }

    /// Whether both one-sided tests show that the difference is within the limit, each erring so often.
    func isWithinLimit(error: Double) -> Bool {
        let confidence = 1 - 2 * error
        guard let centre = SignedRank.centre(differences, confidence: confidence), centre.coverage >= confidence else {
            return false
        }
        return centre.interval.lowerBound > -bound && centre.interval.upperBound < bound
    }

    /// Whether the earlier and the later pairs say the same: one that left the limit on one side only was not steady.
    var halvesAgree: Bool {
        guard isUnsteady else { return true }
        let halves = [differences.prefix(differences.count / 2), differences.suffix(differences.count / 2)]
        return halves.allSatisfy { half in
            guard let own = SignedRank.centre(Array(half)) else { return false }
            return own.estimate * estimate > 0 && abs(own.estimate) > bound
        }
    }

    /// Whether the difference moved while it was measured.
    private var isUnsteady: Bool { Self.moved(differences) != nil }

    /// What the machine did meanwhile.
    var warnings: [Warning] {
        var warnings: [Warning] = []
        if let drift = Self.moved(bases) {
            let text = String(format: "%+.1f %%", 100 * (isRatio ? expm1(drift) : drift))
            let message = "The base's own runs moved by \(text) while they were measured; pairs take that out."
            warnings.append(Warning("environment-drift", message))
        }
        if isUnsteady {
            let base = Self.moved(bases) != nil
            let head = Self.moved(heads) != nil
            let side = base == head ? "One side" : base ? "The base alone" : "The head alone"
            warnings.append(
                Warning("one-sided-drift", "\(side) moved while it was measured; pairs do not take that out.")
            )
        }
        return warnings
    }

    /// How far later values lie above earlier ones, where the halves differ by more than chance; nil otherwise.
    private static func moved(_ values: [Double]) -> Double? {
        let half = values.count / 2
        let (early, late) = (Array(values.prefix(half)), Array(values.suffix(half)))
        guard half > 0, MannWhitney.conditional(early, late).p <= driftLevel else { return nil }
        return HodgesLehmann.shift(early, late)?.estimate
    }

    /// The standard deviation of a difference, from the middle ones; 0 where they are all equal.
    private var deviation: Double {
        let robust = MedianDeviation.normalFactor * (MedianDeviation.of(differences) ?? 0)
        guard robust == 0, differences.count > 1 else { return robust }
        let mean = differences.reduce(0, +) / Double(differences.count)
        let square = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (square / Double(differences.count - 1)).squareRoot()
    }

    /// The smallest relative difference that is seen four times in five at a level; never below the limit.
    func smallestEffect(level: Double) -> Double? {
        guard !differences.isEmpty, level > 0, level < 1 else { return nil }
        let reach = Normal.upperQuantile(level / 2) + Normal.upperQuantile(0.2)
        let effect = reach * deviation / (Double(differences.count) * SampleSize.rankEfficiency).squareRoot()
        let seen = max(limit, isRatio ? expm1(effect) : effect)
        return seen.isFinite ? seen : nil
    }

    /// How many pairs would show a difference of the size seen, or else that there is none.
    func pairsToSettle(level: Double) -> Int? {
        guard deviation > 0, level > 0 else { return nil }
        let isLarge = abs(estimate) > bound
        let reach =
            isLarge
            ? Normal.upperQuantile(level / 2) + Normal.upperQuantile(0.2)
            : Normal.upperQuantile(0.05) + Normal.upperQuantile(0.1)
        let ratio = reach * deviation / (isLarge ? abs(estimate) : bound)
        let needed = (ratio * ratio / SampleSize.rankEfficiency).rounded(.up)
        guard needed.isFinite, needed < 1e6 else { return nil }
        return max(LookPlan.fewestPairs, differences.count + 1, Int(needed))
    }
}
