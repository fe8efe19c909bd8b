/// The search where a metric repeats exactly: each run says for certain on which side of the step its commit lies.
///
/// The old level's end is measured twice, to see that it repeats; a commit that has neither level, too. It lies on the side to
/// which it is nearer, so that the step that is found is one of those that cross the middle between the ends.
struct ExactBisection {
    let count: Int
    let weights: [Double]
    let runs: [BisectionRun]
    let skipped: Set<Int>

    /// What follows.
    var next: BisectionStep {
        guard let old = value(at: 0) else { return .measure(0) }
        guard let new = value(at: count) else { return .measure(count) }
        guard times(at: 0) > 1 else { return .measure(0) }
        guard old != new, let estimate else {
            // The other end may be the one that does not repeat.
            return times(at: count) > 1 ? .noDifference(same(old)) : .measure(count)
        }
        if let odd = runs.first(where: { $0.value != old && $0.value != new && times(at: $0.place) == 1 }) {
            return .measure(odd.place)
        }
        return halving(in: estimate.wide).map { .measure($0) } ?? .found(estimate)
    }

    /// What is known so far; nil before both ends were measured, or when they are equal.
    var estimate: BisectionEstimate? {
        guard let old = value(at: 0), let new = value(at: count), old != new else { return nil }
        var before = 0
        var after = count
        for place in Set(runs.map(\.place)).sorted() {
            guard let value = value(at: place) else { continue }
            guard abs(value - old) < abs(value - new) else {
                after = place
                break
            }
            before = place
        }
        let isFound = halving(in: (before + 1)...after) == nil
        return BisectionEstimate(
            range: (before + 1)...after,
            probability: 1,
            wide: (before + 1)...after,
            before: isFound ? value(at: before) ?? old : old,
            after: isFound ? value(at: after) ?? new : new,
            ratios: nil,
            noise: 0,
            doubt: 0
        )
    }

    private func value(at place: Int) -> Double? { runs.first { $0.place == place }?.value }

    private func times(at place: Int) -> Int { runs.count { $0.place == place } }

    private func same(_ level: Double) -> BisectionEstimate {
        let all = 1...count
        return BisectionEstimate(
            range: all,
            probability: 1,
            wide: all,
            before: level,
            after: level,
            ratios: nil,
            noise: 0,
            doubt: 0
        )
    }

    /// The commit before which half of the weight lies; nil when none inside can be measured.
    private func halving(in places: ClosedRange<Int>) -> Int? {
        let all = places.reduce(0) { $0 + weights[$1] }
        var before = 0.0
        var best: (place: Int, distance: Double)?
        for place in places.dropLast() {
            before += weights[place]
            guard !skipped.contains(place) else { continue }
            let distance = abs(before - all / 2)
            if best.map({ distance < $0.distance - 1e-12 }) ?? true { best = (place, distance) }
        }
        return best?.place
    }
}
