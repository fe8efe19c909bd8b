public import NilometerCore

/// A series that grows: the findings after each point, at the price of a bounded tail.
///
/// After any number of points the findings are exactly those of `LevelDetector` over the same points. Points come in commit order;
/// a run that belongs further back, a deletion or an exclusion needs a new state, filled from the first point on.
public struct SeriesState: Sendable {
    private let isExact: Bool
    private var points = 0
    private var lastCommit: String?
    private var commits = Commits()
    /// Where the first point without a value is, and where the points of the newest commit begin.
    private var firstGap: Int?
    private var begin = (commit: "", place: 0)
    /// What the series goes on from, and what it may go on from next time.
    private var past: Past?
    private var next: Past?
    /// What the class is decided from, of all commits but the newest, whose value may still change by another run.
    private var counts = ClassCounts()
    /// The search over the first `taken` commits: never the newest.
    private var noisy = NoisyLevels()
    private var taken = 0
    /// The search of exact levels over the first `exactTaken` commits, and whether it is of a count.
    private var exact = ExactLevels(isCount: false)
    private var exactTaken = 0
    private var exactIsCount = false

    /// Starts without points; `isExact` as in `Detector`.
    public init(isExact: Bool) {
        self.isExact = isExact
    }

    /// Starts with the points known so far.
    ///
    /// - Complexity: O(n log n) typical.
    public init(of points: [Point], isExact: Bool) {
        self.isExact = isExact
        for point in points { take(point) }
    }

    /// Goes on from a state with the points from `state.first` on; nil where it is another detector's, or of another kind of
    /// series, or nothing follows it.
    ///
    /// - Complexity: O(points given).
    init?(after state: DetectorState, with points: [Point], isExact: Bool) {
        guard let past = Past(state), past.isExact == isExact else { return nil }
        self.isExact = isExact
        self.past = past
        self.points = past.first
        begin.place = past.first
        commits = Commits(from: past.place)
        counts = past.counts
        if past.hasGaps { firstGap = -1 }
        for point in points { take(point) }
        guard commits.endIndex > past.taken else { return nil }
        switch past.search {
        case .noisy(var search):
            guard search.resume(in: commits, before: past.taken) else { return nil }
            (noisy, taken) = (search, past.taken)
        case .exact(let search):
            (exact, exactTaken, exactIsCount) = (search, past.taken, search.isCount)
        }
    }

    /// The findings over all points, and what to keep; nil when the class has changed since the past that is known.
    mutating func judged() -> (findings: Findings, state: DetectorState?)? {
        let (seriesClass, isCount) = seriesClass
        switch past?.search {
        case nil: break
        case .noisy: guard seriesClass != .exact else { return nil }
        case .exact(let search): guard seriesClass == .exact, search.isCount == isCount else { return nil }
        }
        let findings = findings()
        return (findings, (next ?? past)?.state)
    }

    /// Adds the next run, and gives the findings over all so far.
    ///
    /// - Complexity: O(tail), and O(1) for each change; O(n) when the class changes.
    public mutating func append(_ point: Point) -> Findings {
        take(point)
        return findings()
    }

    /// The findings over all points so far.
    public mutating func findings() -> Findings {
        let (seriesClass, isCount) = seriesClass
        var findings = Findings(seriesClass: seriesClass.rawValue, isLearning: false, changes: [])
        if seriesClass == .exact {
            findings.isLearning = commits.endIndex < 2
            findings.changes = exactChanges(isCount: isCount)
        } else {
            findings.isLearning = commits.endIndex < NoisyLevels.learning
            findings.changes = noisyChanges()
        }
        if firstGap != nil {
            findings.warnings.append(
                Warning("not-finite", "Runs whose value is not a finite number were left out of the judgement.")
            )
        }
        return findings
    }

    /// The class by all commits so far, and whether the series counts.
    private var seriesClass: (SeriesClass, isCount: Bool) {
        var all = counts
        if let newest = commits.last { all.take(newest) }
        let isCount = all.isCount(isExact: isExact)
        return (isCount ? .exact : all.byValues, isCount)
    }

    private mutating func exactChanges(isCount: Bool) -> [Finding] {
        if isCount != exactIsCount || exactTaken == 0 {
            (exact, exactTaken, exactIsCount) = (ExactLevels(isCount: isCount), 0, isCount)
        }
        while exactTaken < commits.endIndex - 1 {
            exact.take(commits[exactTaken], at: exactTaken)
            exactTaken += 1
            if exactTaken % Chain.stride == 0 { keep(.exact(exact), from: exactTaken - 1, taken: exactTaken) }
        }
        guard let newest = commits.last else { return [] }
        var search = exact
        search.take(newest, at: commits.endIndex - 1)
        return search.changes()
    }

    private mutating func noisyChanges() -> [Finding] {
        while taken < commits.endIndex - 1 {
            noisy.take(commits, at: taken)
            taken += 1
            if noisy.isAtRest { keep(.noisy(noisy), from: noisy.needed, taken: taken) }
        }
        var search = noisy
        if !commits.isEmpty { search.take(commits, at: commits.endIndex - 1) }
        let changes = search.changes(in: commits)
        noisy.remember(search)
        return changes
    }

    /// Remembers a search over the first `taken` commits, where enough commits follow that late runs will seldom undo it.
    private mutating func keep(_ search: Past.Search, from place: Int, taken: Int) {
        guard commits.endIndex - taken >= Past.settled else { return }
        // A search for another class may have come further.
        let begun = [next, past].lazy.compactMap { $0 }.first { $0.taken <= taken }
        var counts = begun?.counts ?? ClassCounts()
        for commit in commits[(begun?.taken ?? 0)..<taken] { counts.take(commit) }
        let count = commits[taken].begin
        next = Past(
            isExact: isExact,
            first: commits[place].begin,
            place: place,
            count: count,
            taken: taken,
            hasGaps: firstGap.map { $0 < count } ?? false,
            counts: counts,
            search: search
        )
    }

    mutating func take(_ point: Point) {
        defer { points += 1 }
        if point.commit != begin.commit || points == begin.place { begin = (point.commit, points) }
        guard point.value.isFinite else {
            firstGap = firstGap ?? points
            return
        }
        var run = Measured(point, at: points)
        if let lastCommit, lastCommit == point.commit, !commits.isEmpty {
            commits[commits.endIndex - 1].add(run)
        } else {
            if let newest = commits.last, commits.endIndex > past?.taken ?? 0 { counts.take(newest) }
            run.begin = begin.place
            commits.append(run)
            lastCommit = point.commit
        }
    }
}
