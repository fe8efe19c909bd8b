import NilometerCore

/// Finds every change of level in a series whose values do not vary by chance, as its commits come.
struct ExactLevels: Sendable {
    /// Neighbouring commits with one value.
    struct Stretch: Sendable {
        var commits: ClosedRange<Int>
        var value: Double
        /// The index of its first run among the points.
        var first: Int
        /// The index of the first run of its last commit.
        var last: Int
        /// How many runs showed this value.
        var agreeing = 0
        var range: ClosedRange<Double>
        /// The ranges of its latest commits, at most ten.
        var latest: [ClosedRange<Double>] = []
        var confirmsItself = false
    }

    /// A level so far.
    struct Level: Sendable {
        var value: Double
        var range: ClosedRange<Double>
        /// The index of the first run of its last commit.
        var last: Int
        /// The ranges of its latest commits, at most ten.
        var latest: [ClosedRange<Double>]

        init(_ stretch: Stretch) {
            (value, range, last, latest) = (stretch.value, stretch.range, stretch.last, stretch.latest)
        }

        mutating func extend(by stretch: Stretch) {
            range = range.joined(stretch.range)
            last = stretch.last
            latest = (latest + stretch.latest).suffix(10)
        }
    }

    /// How many commits must stand before the first change of a series that only looks exact so far.
    private static let learning = 5
    /// Which share of the level is next to nothing: the jitter of sizes in bytes.
    private static let tiny = 0.001

    let isCount: Bool
    /// The changes before the stretch that may still grow.
    var finished: [Finding] = []
    var level: Level?
    var excursions = 0
    var open: Stretch?

    /// Starts without commits; `isCount` when more than the values says that the series is exact.
    init(isCount: Bool) {
        self.isCount = isCount
    }

    /// Takes the next commit, whose place among them is one more than that of the last.
    mutating func take(_ commit: Measured, at place: Int) {
        if let stretch = open, commit.value(after: level?.value) == stretch.value {
            open?.commits = stretch.commits.lowerBound...place
        } else {
            if let stretch = open { judge(stretch, isNewest: false) }
            let value = commit.value(after: level?.value)
            open = Stretch(commits: place...place, value: value, first: commit.first, last: 0, range: commit.range)
        }
        open?.add(commit, speaks: isCount ? commit.isSteady : commit.isConstant)
    }

    /// The changes over the commits taken, in rising order of index.
    ///
    /// - Complexity: O(changes).
    func changes() -> [Finding] {
        guard let open else { return finished }
        var all = self
        all.judge(open, isNewest: true)
        return all.finished
    }

    private mutating func judge(_ stretch: Stretch, isNewest: Bool) {
        guard let known = level else {
            if stretch.agreeing > 1 || stretch.confirmsItself { level = Level(stretch) }
            return
        }
        let isApart = !stretch.range.overlaps(known.range)
        let confirmsItself = stretch.confirmsItself && isApart
        guard stretch.value != known.value, isApart || stretch.agreeing > 1 else {
            level?.extend(by: stretch)
            return
        }
        // Truncated means flicker by one: such a stretch is a level only when its samples leave the old one's.
        let isLevel = isApart || stretch.agreeing > 2 && leaves(stretch, known)
        // Where only the values look exact, each excursion so far asks for one more run that agrees, and a step that is next
        // to nothing for two more.
        let isTiny = abs(stretch.value - known.value) < Self.tiny * abs(known.value)
        let isFirm = stretch.agreeing >= (isCount ? 2 : 2 + min(3, excursions) + (isTiny ? 2 : 0))
        guard isLevel, isFirm || isNewest || confirmsItself else {
            excursions += 1
            return
        }
        let isKnown = isCount || stretch.commits.lowerBound >= Self.learning || stretch.agreeing >= Self.learning
        finished.append(
            Finding(
                index: stretch.first,
                range: min(known.last + 1, stretch.first)...stretch.first,
                state: isKnown && isFirm || confirmsItself ? .confirmed : .pending,
                before: known.value,
                after: stretch.value
            )
        )
        level = Level(stretch)
    }

    /// Whether a stretch differs by more than truncation, or from most of the level's latest commits.
    private func leaves(_ stretch: Stretch, _ level: Level) -> Bool {
        if abs(stretch.value - level.value) > (isCount ? 1 : 0) { return true }
        let apart = level.latest.count { !$0.overlaps(stretch.range) }
        return 2 * apart > level.latest.count
    }
}

extension ExactLevels.Stretch {
    mutating func add(_ commit: Measured, speaks: Bool) {
        agreeing += commit.agreeing(with: value)
        range = range.joined(commit.range)
        last = commit.first
        if latest.count == 10 { latest.removeFirst() }
        latest.append(commit.range)
        confirmsItself = confirmsItself || speaks
    }
}

extension ClosedRange<Double> {
    /// From the lower of the lower bounds to the upper of the upper.
    fileprivate func joined(_ other: ClosedRange) -> ClosedRange {
        Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
    }
}
