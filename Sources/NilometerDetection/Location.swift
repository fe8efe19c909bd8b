import NilometerStatistics

/// Where exactly a boundary lies.
enum Location {
    /// Moves each boundary by at most four points to where absolute deviations from the levels are least.
    ///
    /// The levels of an accepted boundary are not cut short by one that is only suspected.
    static func move(_ boundaries: inout [Decision.Boundary], in scaled: Scaled, _ limits: Limits) {
        for place in boundaries.indices {
            let own = boundaries[place]
            let start = boundaries[..<place].last { $0.isAccepted || !own.isAccepted }?.index ?? 0
            let end =
                boundaries[(place + 1)...].first { $0.isAccepted || !own.isAccepted }?.index ?? scaled.values.count
            boundaries[place].index = best(near: own.index, from: start, to: end, in: scaled, limits)
        }
        boundaries.sort { $0.index < $1.index }
    }

    private static func best(near index: Int, from start: Int, to end: Int, in scaled: Scaled, _ limits: Limits) -> Int
    {
        var left = Array(scaled.values[max(start, index - limits.reach)..<index])
        var right = Array(scaled.values[index..<min(end, index + limits.reach)])
        guard let before = Selection.median(of: &left), let after = Selection.median(of: &right) else { return index }
        let (low, high) = (max(start, index - 8), min(end, index + 8))
        let (first, last) = (max(start + 2, index - 4), min(end - 2, index + 4))
        guard first <= last else { return index }
        // The cost of a split at `first`; moving it by one exchanges one point's distance.
        var cost = 0.0
        for place in low..<high { cost += abs(scaled.clipped[place] - (place < first ? before : after)) }
        var (best, least) = (first, cost)
        for place in first..<last {
            cost += abs(scaled.clipped[place] - before) - abs(scaled.clipped[place] - after)
            if cost < least - 1e-12 { (best, least) = (place + 1, cost) }
        }
        return best
    }
}
