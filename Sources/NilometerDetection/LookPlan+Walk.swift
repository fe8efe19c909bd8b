import Foundation
import NilometerStatistics

extension LookPlan {
    /// A Brownian motion that is looked at now and then: the density of where it is while no look has stopped it.
    struct Walk {
        private static let steps = 400

        private var time = 0.0
        /// The places at which the density is known, evenly apart; empty at the start, where it stands at 0.
        private var places: [Double] = []
        private var density: [Double] = []

        /// The level at which a look at a time stops exactly so many of all walks.
        ///
        /// - Complexity: O(60 · steps).
        func level(at next: Double, spending share: Double) -> Double {
            guard share > 0 else { return 0 }
            var (low, high) = (0.0, 40.0)
            for _ in 0..<60 {
                let middle = (low + high) / 2
                if crossing(at: next, beyond: middle * next.squareRoot()) > share {
                    low = middle
                } else {
                    high = middle
                }
            }
            return 2 * Normal.tail((low + high) / 2)
        }

        /// Looks at a time: stops the walks beyond the level's bound, and gives their share of all.
        ///
        /// - Complexity: O(steps²).
        mutating func cross(at next: Double, level: Double) -> Double {
            // A look that may decide nothing stops no walk.
            let bound = (level > 0 ? Normal.upperQuantile(level / 2) : 40) * next.squareRoot()
            let share = crossing(at: next, beyond: bound)
            let deviation = (next - time).squareRoot()
            let width = 2 * bound / Double(Self.steps)
            let reached = (0...Self.steps).map { -bound + Double($0) * width }
            density = reached.map { place in
                weighted { Self.bell((place - $0) / deviation) / deviation }
            }
            (places, time) = (reached, next)
            return share
        }

        /// The share of all walks that are beyond a bound at a time, and were stopped by no look before.
        private func crossing(at next: Double, beyond bound: Double) -> Double {
            let deviation = (next - time).squareRoot()
            return weighted { Normal.tail((bound - $0) / deviation) + Normal.tail((bound + $0) / deviation) }
        }

        /// The integral of a function over the density, by Simpson's rule.
        private func weighted(_ function: (Double) -> Double) -> Double {
            guard places.count > 1 else { return function(0) }
            let width = places[1] - places[0]
            var sum = 0.0
            for (order, place) in places.enumerated() {
                let isEnd = order == 0 || order == places.count - 1
                sum += (isEnd ? 1 : order % 2 == 1 ? 4 : 2) * density[order] * function(place)
            }
            return sum * width / 3
        }

        private static func bell(_ z: Double) -> Double { exp(-z * z / 2) / (2 * Double.pi).squareRoot() }
    }
}
