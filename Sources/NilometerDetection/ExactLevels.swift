import NilometerCore

/// Finds every change of level in a series whose values do not vary by chance.
struct ExactLevels {
    /// Neighbouring commits with one value.
    private struct Stretch {
        var commits: ClosedRange<Int>
        var value: Double
        /// How many runs showed this value.
        var agreeing: Int
        var range: ClosedRange<Double>
        var confirmsItself: Bool
    }

    /// A level so far.
    private struct Level {
        var value: Double
        var range: ClosedRange<Double>
        var end: Int
        /// The ranges of its latest commits, at most ten.
        var latest: [ClosedRange<Double>]
    }

    /// How many commits must stand before the first change of a series that only looks exact so far.
    private static let learning = 5

    private let commits: [Measured]
    private let isCount: Bool

    /// Makes the search over commits in order; `isCount` when more than the values says that the series is exact.
    init(_ commits: [Measured], isCount: Bool) {
        self.commits = commits
        self.isCount = isCount
    }

    /// The changes, in rising order of index.
    ///
    /// - Complexity: O(n).
    func changes() -> [Finding] {
        var changes: [Finding] = []
        var level: Level?
        var excursions = 0
        var next = 0
        while next < commits.count {
            let stretch = stretch(from: next, after: level?.value)
            next = stretch.commits.upperBound + 1
            let isNewest = next == commits.count
            guard var known = level else {
                if stretch.agreeing > 1 || stretch.confirmsItself { level = newLevel(stretch) }
                continue
            }
            guard stretch.value != known.value else {
                extend(&known, by: stretch)
                level = known
                continue
            }
            let isApart = !stretch.range.overlaps(known.range)
            let confirmsItself = stretch.confirmsItself && isApart
            guard isApart || stretch.agreeing > 1 else {
                extend(&known, by: stretch)
                level = known
                continue
            }
            // Truncated means flicker by one: such a stretch is a level only when its samples leave the old one's.
            let isLevel = isApart || stretch.agreeing > 2 && leaves(stretch, known)
            // Where only the values look exact, each excursion so far asks for one more run that agrees.
            let isFirm = stretch.agreeing >= (isCount ? 2 : 2 + min(3, excursions))
            guard isLevel, isFirm || isNewest || confirmsItself else {
                excursions += 1
                continue
            }
            let isKnown =
                isCount || stretch.commits.lowerBound >= Self.learning || stretch.agreeing >= Self.learning
            let first = commits[stretch.commits.lowerBound].first
            changes.append(
                Finding(
                    index: first,
                    range: min(commits[known.end].first + 1, first)...first,
                    state: isKnown && isFirm || confirmsItself ? .confirmed : .pending,
                    before: known.value,
                    after: stretch.value
                )
            )
            level = newLevel(stretch)
        }
        return changes
    }

    /// Whether a stretch differs by more than truncation, or from most of the level's latest commits.
    private func leaves(_ stretch: Stretch, _ level: Level) -> Bool {
        if abs(stretch.value - level.value) > (isCount ? 1 : 0) { return true }
        let apart = level.latest.filter { !$0.overlaps(stretch.range) }.count
        return 2 * apart > level.latest.count
    }

    private func newLevel(_ stretch: Stretch) -> Level {
        Level(
            value: stretch.value,
            range: stretch.range,
            end: stretch.commits.upperBound,
            latest: commits[stretch.commits].suffix(10).map(\.range)
        )
    }

    private func extend(_ level: inout Level, by stretch: Stretch) {
        let low = min(level.range.lowerBound, stretch.range.lowerBound)
        level.range = low...max(level.range.upperBound, stretch.range.upperBound)
        level.end = stretch.commits.upperBound
        level.latest = (level.latest + commits[stretch.commits].suffix(10).map(\.range)).suffix(10)
    }

    /// The stretch that begins at a commit.
    private func stretch(from start: Int, after level: Double?) -> Stretch {
        let value = commits[start].value(after: level)
        var stretch = Stretch(
            commits: start...start,
            value: value,
            agreeing: 0,
            range: commits[start].range,
            confirmsItself: false
        )
        for place in start..<commits.count {
            let commit = commits[place]
            guard place == start || commit.value(after: level) == value else { break }
            stretch.commits = start...place
            stretch.agreeing += commit.agreeing(with: value)
            let low = min(stretch.range.lowerBound, commit.range.lowerBound)
            stretch.range = low...max(stretch.range.upperBound, commit.range.upperBound)
            stretch.confirmsItself = stretch.confirmsItself || (isCount ? commit.isSteady : commit.isConstant)
        }
        return stretch
    }
}
