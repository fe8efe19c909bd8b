import NilometerCore
import NilometerStatistics

/// Finds changes of level in a series whose values vary by chance.
struct NoisyLevels {
    /// How many points must stand before a change of which more than a suspicion is said.
    static let learning = 10
    /// How many points must stand after a boundary that needs no second look.
    private static let firm = 30

    private let commits: [Measured]
    private let limits: Limits

    /// Makes the search over commits in order.
    init(_ commits: [Measured], _ limits: Limits = Limits()) {
        self.commits = commits
        self.limits = limits
    }

    /// The changes, in rising order of index: jumps that a run shows by itself, and what the tests find between them.
    func changes() -> [Finding] {
        let jumps = Jumps.places(in: commits)
        var changes: [Finding] = []
        var start = 0
        for end in jumps + [commits.count] {
            changes += self.changes(from: start, to: end)
            if end < commits.count { changes.append(jump(at: end, jumps)) }
            start = end
        }
        return changes
    }

    private func jump(at place: Int, _ jumps: [Int]) -> Finding {
        let start = jumps.last { $0 < place } ?? 0
        let end = jumps.first { $0 > place } ?? commits.count
        let size = Size(values(max(start, place - limits.reach)..<place), values(place..<end), inflation: 1)
        return finding(size, at: place, range: place...place, state: .confirmed, p: nil)
    }

    /// The changes between two jumps.
    private func changes(from start: Int, to end: Int) -> [Finding] {
        var chain = Chain()
        var earlier: Chain?
        for place in start..<end {
            if place == end - 1 { earlier = chain }
            chain.append(commits[place].value, limits)
        }
        let decision = chain.decide(limits)
        guard !decision.boundaries.isEmpty else { return [] }
        let young = decision.boundaries.contains { $0.isAccepted && end - start - $0.index < Self.firm }
        let before = young ? earlier?.decide(limits).boundaries.filter(\.isAccepted).map(\.index) ?? [] : []
        return decision.boundaries.indices.map { order in
            let boundary = decision.boundaries[order]
            let (left, right) = sides(order, of: decision, count: end - start)
            let isFirm =
                end - start - boundary.index >= Self.firm
                || before.contains { abs($0 - boundary.index) <= 5 }
            let isKnown = start + boundary.index >= Self.learning
            let state: ChangeState =
                boundary.isAccepted && isKnown ? (isFirm ? .confirmed : .pending) : .suspected
            let moved = start + left.lowerBound..<start + left.upperBound
            let level = start + right.lowerBound..<start + right.upperBound
            return finding(
                Size(values(moved), values(level), inflation: decision.inflation),
                at: start + boundary.index,
                range: place(of: start + boundary.index, moved, level),
                state: state,
                p: boundary.p
            )
        }
    }

    /// The points on each side of a boundary, up to its neighbours; suspected ones do not bound an accepted one.
    private func sides(_ order: Int, of decision: Decision, count: Int) -> (Range<Int>, Range<Int>) {
        let own = decision.boundaries[order]
        let others = decision.boundaries.filter { $0.isAccepted || !own.isAccepted }.map(\.index)
        let start = others.last { $0 < own.index } ?? 0
        let end = others.first { $0 > own.index } ?? count
        return (max(start, own.index - limits.reach)..<own.index, own.index..<min(end, own.index + limits.reach))
    }

    /// Between which commits the boundary lies: all splits that are nearly as good.
    private func place(of index: Int, _ left: Range<Int>, _ right: Range<Int>) -> ClosedRange<Int> {
        let (l, r) = (values(left), values(right))
        guard let before = Median.of(l), let after = Median.of(r) else { return index...index }
        let spread = l.reduce(0) { $0 + abs($1 - before) } + r.reduce(0) { $0 + abs($1 - after) }
        let allowed = 1.92 * 2 * spread / Double(l.count + r.count)
        var (first, last) = (index, index)
        var cost = 0.0
        while first - 1 > left.lowerBound, index - first < 10 {
            let value = commits[first - 1].value
            cost += abs(value - after) - abs(value - before)
            guard cost <= allowed else { break }
            first -= 1
        }
        cost = 0
        while last + 1 < right.upperBound, last - index < 10 {
            let value = commits[last].value
            cost += abs(value - before) - abs(value - after)
            guard cost <= allowed else { break }
            last += 1
        }
        return first...last
    }

    private func values(_ range: Range<Int>) -> [Double] { commits[range].map(\.value) }

    private func finding(
        _ size: Size,
        at place: Int,
        range: ClosedRange<Int>,
        state: ChangeState,
        p: Double?
    ) -> Finding {
        Finding(
            index: commits[place].first,
            range: commits[range.lowerBound].first...commits[range.upperBound].first,
            state: state,
            before: size.before,
            after: size.after,
            ratio: size.ratio,
            interval: size.interval,
            coverage: size.coverage,
            p: p
        )
    }
}
