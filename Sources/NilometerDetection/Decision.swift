import Foundation
import NilometerStatistics

/// What is decided about one stretch of a noisy series.
struct Decision {
    /// A boundary of the stretch.
    struct Boundary: Sendable, Equatable, Codable {
        /// The first point of the new level.
        var index: Int
        /// The score of the tests.
        var p: Double
        /// Whether it is accepted; else it is only suspected.
        var isAccepted: Bool
    }

    /// In rising order of index.
    var boundaries: [Boundary] = []
    /// By how much correlated noise widens intervals.
    var inflation = 1.0

    /// Decides; nothing is found in fewer than six values or where they do not vary.
    init(_ raw: [Double], _ limits: Limits = Limits()) {
        guard raw.count >= 2 * limits.shortest, let scaled = Scaled(raw) else { return }
        var merge = Merge(scaled, limits)
        merge.reduce(to: limits.weak)
        var rounds = 0
        while rounds < limits.rounds, !merge.boundaries.isEmpty, merge.allowForCorrelation() {
            merge.reduce(to: limits.weak)
            rounds += 1
        }
        inflation = merge.inflation
        let weak = merge
        merge.reduce(to: limits.strong)
        let strong = merge
        let strongPlaces = Location.places(of: strong, in: scaled, limits)
        boundaries = zip(strongPlaces, strong.boundaries).map { Boundary(index: $0, p: $1.p, isAccepted: true) }
        let weakPlaces = Location.places(of: weak, in: scaled, limits)
        for (place, index) in weakPlaces.enumerated() {
            guard !strongPlaces.contains(where: { abs($0 - index) <= limits.near }) else { continue }
            let (left, right) = weak.sides(place, reach: limits.kernelReach)
            let gain = scaled.kernelGain(left, right, sharpness: limits.kernelSharpness)
            let p = weak.boundaries[place].p
            let evidence = -log10(max(p, 1e-300)) + limits.kernelWeight * gain / (inflation * inflation)
            boundaries.append(
                Boundary(
                    index: index,
                    p: p,
                    isAccepted: evidence >= limits.evidence + limits.correlatedEvidence * (inflation - 1)
                )
            )
        }
        boundaries.sort { $0.index < $1.index }
    }
}
