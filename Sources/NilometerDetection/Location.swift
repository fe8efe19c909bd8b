import NilometerStatistics

/// Where exactly a boundary lies.
enum Location {
    /// The indexes of the boundaries, each moved by at most four points to where absolute deviations are least.
    static func places(of merge: Merge, in scaled: Scaled, _ limits: Limits) -> [Int] {
        var moved = merge.boundaries.map(\.index)
        for place in moved.indices {
            let start = place > 0 ? moved[place - 1] : 0
            let end = place + 1 < moved.count ? moved[place + 1] : scaled.values.count
            moved[place] = best(near: moved[place], from: start, to: end, in: scaled, limits)
        }
        return moved
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
