public import NilometerCore

/// A series that grows: the findings after each point, at the price of a bounded tail.
///
/// After any number of points the findings are exactly those of `LevelDetector` over the same points. Points come in commit order;
/// a run that belongs further back, a deletion or an exclusion needs a new state, filled from the first point on.
public struct SeriesState: Sendable {
    private let isExact: Bool
    private var points = 0
    private var lastCommit: String?
    private var commits: [Measured] = []
    private var hasGaps = false
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

    /// Adds the next run, and gives the findings over all so far.
    ///
    /// - Complexity: O(tail), and O(1) for each change; O(n) when the class changes.
    public mutating func append(_ point: Point) -> Findings {
        take(point)
        return findings()
    }

    /// The findings over all points so far.
    public mutating func findings() -> Findings {
        var all = counts
        if let newest = commits.last { all.take(newest) }
        let isCount = all.isCount(isExact: isExact)
        let seriesClass = isCount ? .exact : all.byValues
        var findings = Findings(seriesClass: seriesClass.rawValue, isLearning: false, changes: [])
        if seriesClass == .exact {
            findings.isLearning = commits.count < 2
            findings.changes = exactChanges(isCount: isCount)
        } else {
            findings.isLearning = commits.count < NoisyLevels.learning
            findings.changes = noisyChanges()
        }
        if hasGaps {
            findings.warnings.append(
                Warning("not-finite", "Runs whose value is not a finite number were left out of the judgement.")
            )
        }
        return findings
    }

    private mutating func exactChanges(isCount: Bool) -> [Finding] {
        if isCount != exactIsCount || exactTaken == 0 {
            (exact, exactTaken, exactIsCount) = (ExactLevels(isCount: isCount), 0, isCount)
        }
        while exactTaken < commits.count - 1 {
            exact.take(commits[exactTaken], at: exactTaken)
            exactTaken += 1
        }
        guard let newest = commits.last else { return [] }
        var search = exact
        search.take(newest, at: commits.count - 1)
        return search.changes()
    }

    private mutating func noisyChanges() -> [Finding] {
        while taken < commits.count - 1 {
            noisy.take(commits, at: taken)
            taken += 1
        }
        var search = noisy
        if !commits.isEmpty { search.take(commits, at: commits.count - 1) }
        let changes = search.changes(in: commits)
        noisy.remember(search)
        return changes
    }

    private mutating func take(_ point: Point) {
        defer { points += 1 }
        guard point.value.isFinite else {
            hasGaps = true
            return
        }
        let run = Measured(point, at: points)
        if let lastCommit, lastCommit == point.commit, !commits.isEmpty {
            commits[commits.count - 1].add(run)
        } else {
            if let newest = commits.last { counts.take(newest) }
            commits.append(run)
            lastCommit = point.commit
        }
    }
}
