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
        // Moving may bring a suspected boundary onto an accepted one: then it is the same.
        let accepted = boundaries.filter(\.isAccepted).map(\.index)
        boundaries.removeAll { own in !own.isAccepted && accepted.contains { abs($0 - own.index) <= 2 } }
        boundaries.sort { $0.index < $1.index }
    }

    private static func best(near index: Int, from start: Int, to end: Int, in scaled: Scaled, _ limits: Limits) -> Int
    {
        // A neighbour may have moved past it; then it is dropped with those that lie next to an accepted one.
        guard start < index, index < end else { return index }
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

    /// How many points before and after a boundary it may as well lie: all splits whose absolute deviations are nearly as few.
    static func reach(_ left: [Double], _ right: [Double]) -> (before: Int, after: Int) {
        guard let low = Median.of(left), let high = Median.of(right) else { return (0, 0) }
        let spread = left.reduce(0) { $0 + abs($1 - low) } + right.reduce(0) { $0 + abs($1 - high) }
        let allowed = 1.92 * 2 * spread / Double(left.count + right.count)
        var reach = (before: 0, after: 0)
        var cost = 0.0
        for (distance, value) in left.suffix(10).reversed().enumerated() where distance + 1 < left.count {
            cost += abs(value - high) - abs(value - low)
            if cost <= allowed { reach.before = distance + 1 }
        }
        cost = 0
        for (distance, value) in right.prefix(10).enumerated() where distance + 1 < right.count {
            cost += abs(value - low) - abs(value - high)
            if cost <= allowed { reach.after = distance + 1 }
        }
        return reach
    }
}
