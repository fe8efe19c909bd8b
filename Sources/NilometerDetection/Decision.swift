import Foundation
import NilometerStatistics

/// What is decided about one stretch of a noisy series.
struct Decision {
    /// A boundary of the stretch.
    struct Boundary: Sendable, Equatable {
        /// The first point of the new level.
        var index: Int
        /// The score of the tests.
        var p: Double
        /// Whether it is accepted; else it is only suspected.
        var isAccepted: Bool
        /// By how much correlated noise widens the interval of its size.
        var inflation = 1.0
    }

    /// In rising order of index.
    var boundaries: [Boundary] = []
    /// By how much correlated noise widens intervals.
    private var inflation = 1.0

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
        // Merging only removes, so those that pass the strong level are among the weak ones.
        var next = 0
        for place in weak.boundaries.indices {
            let boundary = weak.boundaries[place]
            if next < merge.boundaries.count, merge.boundaries[next].index == boundary.index {
                boundaries.append(Boundary(index: boundary.index, p: merge.boundaries[next].p, isAccepted: true))
                next += 1
            } else {
                let isAccepted = hasEvidence(weak, place, scaled, limits)
                boundaries.append(Boundary(index: boundary.index, p: boundary.p, isAccepted: isAccepted))
            }
        }
        for place in boundaries.indices { boundaries[place].inflation = inflation }
        Location.move(&boundaries, in: scaled, limits)
    }

    /// Whether the tests and the kernel together say enough for a boundary that the tests alone leave open.
    private func hasEvidence(_ weak: Merge, _ place: Int, _ scaled: Scaled, _ limits: Limits) -> Bool {
        let (left, right) = weak.sides(place, reach: limits.kernelReach)
        let gain = scaled.kernelGain(left, right, sharpness: limits.kernelSharpness)
        let tests = -log10(max(weak.boundaries[place].p, 1e-300))
        let asked = limits.evidence + limits.correlatedEvidence * (inflation - 1)
        return tests + limits.kernelWeight * gain / (inflation * inflation) >= asked
    }
}
