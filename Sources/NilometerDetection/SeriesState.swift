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
    /// The search over the first `taken` commits: never the newest, whose value may still change by another run.
    private var noisy = NoisyLevels()
    private var taken = 0

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
    /// - Complexity: O(tail) for noisy series; O(n) with a small factor for exact ones.
    public mutating func append(_ point: Point) -> Findings {
        take(point)
        return findings()
    }

    /// The findings over all points so far.
    public mutating func findings() -> Findings {
        let isCount = SeriesClass.isCount(commits, isExact: isExact)
        let seriesClass = isCount ? .exact : SeriesClass(byValuesOf: commits)
        var findings = Findings(seriesClass: seriesClass.rawValue, isLearning: false, changes: [])
        if seriesClass == .exact {
            findings.isLearning = commits.count < 2
            findings.changes = ExactLevels(commits, isCount: isCount).changes()
        } else {
            findings.isLearning = commits.count < NoisyLevels.learning
            while taken < commits.count - 1 {
                noisy.take(commits, at: taken)
                taken += 1
            }
            var search = noisy
            if !commits.isEmpty { search.take(commits, at: commits.count - 1) }
            findings.changes = search.changes(in: commits)
            noisy.remember(search)
        }
        if hasGaps {
            findings.warnings.append(
                Warning("not-finite", "Runs whose value is not a finite number were left out of the judgement.")
            )
        }
        return findings
    }

    mutating func take(_ point: Point) {
        defer { points += 1 }
        guard point.value.isFinite else {
            hasGaps = true
            return
        }
        let run = Measured(point, at: points)
        if let lastCommit, lastCommit == point.commit, !commits.isEmpty {
            commits[commits.count - 1].add(run)
        } else {
            commits.append(run)
            lastCommit = point.commit
        }
    }
}
