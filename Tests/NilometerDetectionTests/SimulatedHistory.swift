import Foundation
import NilometerDetection
import NilometerTesting

/// A line of commits with one step, and a machine that measures them with noise, as a seed says.
struct SimulatedHistory {
    /// How runs scatter.
    enum Noise: Sendable {
        case normal
        /// Student's t with three degrees of freedom.
        case heavy
        /// Skewed: the logarithm of the excess is normal.
        case skewed
    }

    /// What all histories of a kind have in common; shares of the level.
    struct Kind: Sendable, CustomStringConvertible {
        var description: String
        var step = 0.05
        var noise = Noise.normal
        var deviation = 0.02
        /// The standard deviation of the machine's slow drift.
        var drift = 0.0
        /// How often a run is slowed by 10 to 200 %.
        var outliers = 0.0
        /// How often a commit does not build.
        var broken = 0.0
        /// The size of a second step, at a later commit.
        var second = 0.0
        /// Whether the level moves evenly over all commits instead.
        var isGradual = false
    }

    let kind: Kind
    let count = 64
    let step: Int
    let second: Int
    let broken: Set<Int>
    private let isFaster: Bool
    private var generator: SeededGenerator
    private var drift = 0.0

    init(_ kind: Kind, seed: Int) {
        self.kind = kind
        generator = SeededGenerator(seed: seed)
        step = Int.random(in: 1...64, using: &generator)
        second = Int.random(in: min(64, step + 1)...64, using: &generator)
        isFaster = Bool.random(using: &generator)
        var broken: Set<Int> = []
        for place in 1..<64 where Double.random(in: 0..<1, using: &generator) < kind.broken { broken.insert(place) }
        self.broken = broken
        drift = kind.drift * normal()
    }

    /// The value of one run of the commit at a place.
    mutating func measure(_ place: Int) -> Double {
        drift = 0.95 * drift + kind.drift * (1 - 0.95 * 0.95).squareRoot() * normal()
        var level = place >= step ? kind.step : 0
        if place >= second { level += kind.second }
        if kind.isGradual { level = kind.step * Double(place) / 64 }
        var value = log(1000) + (isFaster ? -log1p(level) : log1p(level)) + drift + kind.deviation * scatter()
        if Double.random(in: 0..<1, using: &generator) < kind.outliers {
            value += log(Double.random(in: 1.1...3, using: &generator))
        }
        return exp(value)
    }

    /// Searches this history to its end.
    mutating func search(mostRuns: Int = 200) -> (step: BisectionStep, runs: Int, bisection: Bisection) {
        var bisection = Bisection(count: count)
        while true {
            let next = bisection.next
            guard case .measure(let place) = next, bisection.runs.count < mostRuns else {
                return (next, bisection.runs.count, bisection)
            }
            if broken.contains(place) {
                bisection.skip(place)
            } else {
                bisection.take(BisectionRun(place: place, value: measure(place)))
            }
        }
    }

    /// Bisects with ten runs a commit and their medians.
    mutating func naive() -> (place: Int, runs: Int) {
        func median(_ place: Int) -> Double {
            let sorted = (0..<10).map { _ in measure(place) }.sorted()
            return (sorted[4] + sorted[5]) / 2
        }
        let (old, new) = (median(0), median(count))
        var (low, high, runs) = (0, count, 20)
        while high - low > 1 {
            let middle = (low + high) / 2
            let value = median(middle)
            runs += 10
            if abs(value - old) < abs(value - new) { low = middle } else { high = middle }
        }
        return (high, runs)
    }

    private mutating func normal() -> Double {
        let radius = (-2 * log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &generator))).squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
    }

    private mutating func scatter() -> Double {
        switch kind.noise {
        case .normal: return normal()
        case .heavy:
            let squares = (0..<3).reduce(0.0) { sum, _ in
                let value = normal()
                return sum + value * value
            }
            return normal() / (squares / 3).squareRoot() / 3.0.squareRoot()
        case .skewed:
            let spread = exp(0.25) * (exp(0.25) - 1)
            return (exp(0.5 * normal()) - exp(0.125)) / spread.squareRoot()
        }
    }
}
