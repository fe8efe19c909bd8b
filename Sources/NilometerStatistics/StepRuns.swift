import Foundation

/// Values measured at places of a line whose first place has the old level and whose last has the new one, and what is known of
/// their scale before any step is placed.
struct StepRuns {
    /// A guess of the noise, and how likely it was before.
    struct Scale {
        var noise: Double
        var drift: Double
        var logPrior: Double
    }

    /// The drifts that are tried, as shares of the noise, and how likely each is before.
    private static let drifts = [(0.0, 0.5), (0.5, 0.25), (1.0, 0.25)]
    /// Neighbouring guesses of the noise differ by this factor.
    private static let scaleFactor = 1.5
    /// How many guesses lie on each side of the first.
    private static let scaleReach = 3
    /// The doubt about the levels before, in units of the noise.
    private static let doubt = 3.0

    /// The last place.
    let count: Int
    /// The places that were measured, ascending; the first is 0, the last `count`.
    let measured: [Int]
    /// All guesses of the noise and the drift.
    let scales: [Scale]
    private let places: [Int]
    private let values: [Double]
    private let old: Double
    private let new: Double
    private let noise: Double

    /// Nil unless both ends were measured; values are finite and in the order in which they were measured.
    init?(_ runs: [(place: Int, value: Double)], count: Int) {
        let ends = [0, count].map { end in runs.filter { $0.place == end }.map(\.value) }
        guard count > 0, let old = Median.of(ends[0]), let new = Median.of(ends[1]) else { return nil }
        self.count = count
        (self.old, self.new) = (old, new)
        places = runs.map(\.place)
        values = runs.map(\.value)
        measured = Set(places).sorted()
        noise = Self.noise(ends: zip(ends, [old, new]).map { ($0, $1) }, values: values)
        var scales: [Scale] = []
        for step in -Self.scaleReach...Self.scaleReach {
            let guess = noise * pow(Self.scaleFactor, Double(step))
            scales += Self.drifts.map { Scale(noise: guess, drift: guess * $0.0, logPrior: log($0.1)) }
        }
        self.scales = scales
    }

    /// Whether the new level is above the old one, at first sight.
    var isRise: Bool { new > old }

    /// What the values say when each place lies at a share of the way from the old to the new level.
    func filter(_ scale: Scale, share: (Int) -> Double) -> LevelFilter {
        var filter = LevelFilter(
            old: old,
            new: new,
            doubt: Self.doubt * noise,
            noise: scale.noise,
            drift: scale.drift
        )
        for index in places.indices { filter.take(values[index], share: share(places[index])) }
        return filter
    }

    /// What the values say when the level moves at once, at `step`.
    func filter(_ scale: Scale, step: Int) -> LevelFilter { filter(scale) { $0 < step ? 0 : 1 } }

    /// The distances of the ends' values from their medians, one zero of each end left out, as a standard deviation.
    private static func noise(ends: [(values: [Double], median: Double)], values: [Double]) -> Double {
        var distances: [Double] = []
        for end in ends where end.values.count > 1 {
            distances += end.values.map { abs($0 - end.median) }.sorted().dropFirst()
        }
        let sorted = values.sorted()
        let gaps = zip(sorted.dropFirst(), sorted).map { $0 - $1 }.filter { $0 > 0 }
        // What is counted in steps has no noise below a share of one.
        let floor = max(1e-6, 0.3 * (gaps.min() ?? 0))
        guard let middle = Median.of(distances) else { return max(floor, 0.01) }
        return max(floor, MedianDeviation.normalFactor * middle)
    }
}
