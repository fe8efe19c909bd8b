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
    private(set) var boundaries: [Boundary] = []

    /// Decides; nothing is found in fewer than six values or where they do not vary.
    init(_ raw: [Double], _ limits: Limits = Limits()) {
        guard var pass = Pass(raw, limits) else { return }
        var places = Array(raw.indices)
        let bursts = Excursions.bursts(between: pass.weak.boundaries.map(\.index), of: pass.scaled)
        if !bursts.all.isEmpty {
            places = bursts.others(of: raw.count)
            guard let calm = Pass(places.map { raw[$0] }, limits) else { return }
            pass = calm
        }
        pass.thinOut(limits)
        let modes = Excursions.modes(between: pass.weak.boundaries.map(\.index), of: pass.scaled)
        if !modes.all.isEmpty, !modes.areBursts(among: places.count, sigma: pass.scaled.sigma) {
            pass.leaveOut(modes, limits)
        } else if !modes.all.isEmpty {
            places = modes.others(of: places.count).map { places[$0] }
            guard let calm = Pass(places.map { raw[$0] }, limits) else { return }
            pass = calm
            pass.thinOut(limits)
        }
        let found = pass.boundaries(limits)
        boundaries = found.indices.map { order in
            var boundary = found[order]
            let (left, right) = pass.sides(of: found, order, reach: limits.reach)
            boundary.index = places[boundary.index]
            let end = order + 1 < found.count ? places[found[order + 1].index] : raw.count
            let height = pass.scaled.step(left, right)
            let mustOutlast = max(bursts.mustOutlast(height), modes.mustOutlast(height))
            if end - boundary.index <= mustOutlast { boundary.isAccepted = false }
            return boundary
        }
    }
}

/// One look at a stretch: scaled, cut into too many segments, thinned out to those that may be.
private struct Pass {
    let scaled: Scaled
    /// Deliberately too many, until they are thinned out.
    private(set) var weak: Merge
    /// What passes the loose level, before correlation was looked at; nil where modes are taken for noise.
    private var loose: Merge?

    /// Nil where there are fewer than six values, or they do not vary.
    init?(_ raw: [Double], _ limits: Limits) {
        guard raw.count >= 2 * limits.shortest, let scaled = Scaled(raw) else { return nil }
        self.scaled = scaled
        weak = Merge(scaled, limits)
    }

    /// Takes modes for noise: their boundaries go, and what they leave counts as correlation.
    mutating func leaveOut(_ modes: Excursions, _ limits: Limits) {
        let ends = Set(modes.all.flatMap { [$0.range.lowerBound, $0.range.upperBound] })
        weak.remove { ends.contains($0) }
        thinOut(limits)
        loose = nil
    }

    /// Leaves what passes the weak level, with regard to correlated noise.
    mutating func thinOut(_ limits: Limits) {
        weak.reduce(to: limits.loose)
        loose = weak
        weak.reduce(to: limits.weak)
        var rounds = 0
        while rounds < limits.rounds, !weak.boundaries.isEmpty, weak.allowForCorrelation() {
            weak.reduce(to: limits.weak)
            rounds += 1
        }
    }

    /// The boundaries with what is decided on them, in rising order of index.
    func boundaries(_ limits: Limits) -> [Decision.Boundary] {
        var strong = weak
        strong.reduce(to: limits.strong)
        var boundaries: [Decision.Boundary] = []
        // Merging only removes, so those that pass the strong level are among the weak ones.
        var next = 0
        for place in weak.boundaries.indices {
            let boundary = weak.boundaries[place]
            var decided = Decision.Boundary(index: boundary.index, p: boundary.p, isAccepted: true)
            decided.inflation = weak.inflation
            if next < strong.boundaries.count, strong.boundaries[next].index == boundary.index {
                decided.p = strong.boundaries[next].p
                next += 1
            } else {
                decided.isAccepted = hasEvidence(place, limits)
            }
            boundaries.append(decided)
        }
        boundaries += suspected(beside: boundaries, limits)
        boundaries.sort { $0.index < $1.index }
        Location.move(&boundaries, in: scaled, limits)
        return boundaries
    }

    /// What passes the loose level alone, away from the boundaries that are known.
    private func suspected(beside known: [Decision.Boundary], _ limits: Limits) -> [Decision.Boundary] {
        guard var loose, loose.boundaries.count > known.count else { return [] }
        loose.allow(for: weak.inflation)
        loose.reduce(to: limits.loose)
        return loose.boundaries.compactMap { boundary in
            guard !known.contains(where: { abs($0.index - boundary.index) <= Chain.near }) else { return nil }
            var suspect = Decision.Boundary(index: boundary.index, p: boundary.p, isAccepted: false)
            suspect.inflation = weak.inflation
            return suspect
        }
    }

    /// The points on each side of a boundary, up to its neighbours.
    func sides(of boundaries: [Decision.Boundary], _ order: Int, reach: Int) -> (left: Range<Int>, right: Range<Int>) {
        let index = boundaries[order].index
        let start = order > 0 ? boundaries[order - 1].index : 0
        let end = order + 1 < boundaries.count ? boundaries[order + 1].index : scaled.values.count
        return (max(start, index - reach)..<index, index..<min(end, index + reach))
    }

    /// Whether the tests and the kernel together say enough for a boundary that the tests alone leave open.
    private func hasEvidence(_ place: Int, _ limits: Limits) -> Bool {
        let (left, right) = weak.sides(place, reach: limits.kernelReach)
        let gain = scaled.kernelGain(left, right, sharpness: limits.kernelSharpness)
        let tests = -log10(max(weak.boundaries[place].p, 1e-300))
        let inflation = weak.inflation
        let asked = limits.evidence + limits.correlatedEvidence * (inflation - 1)
        return tests + limits.kernelWeight * gain / (inflation * inflation) >= asked
    }
}
