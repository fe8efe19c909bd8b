/// A stored change of a series: a finding with its identity and commits.
public struct Change: Sendable, Equatable {
    /// The public id, `chg_…`.
    public var id: String
    /// The series.
    public var series: Series
    /// The branch whose line it lies on.
    public var branch: String
    /// How sure it is.
    public var state: ChangeState
    /// What the detector labelled it.
    public var label: String
    /// The commit of the first point of the new level.
    public var commit: String
    /// The last commit measured on the old level.
    public var fromCommit: String
    /// The level before, in the canonical unit.
    public var before: Double
    /// The level after.
    public var after: Double
    /// After over before; nil for exact series and rises from 0.
    public var ratio: Double?
    /// The interval of the ratio.
    public var interval: ClosedRange<Double>?
    /// The score of the test.
    public var p: Double?
    /// What else changed at the neighbouring runs, as `toolchain go1.21.5 → go1.22.0`: possible causes, no proof.
    public var causes: [String]

    /// Makes a change.
    public init(
        id: String,
        series: Series,
        branch: String,
        state: ChangeState,
        label: String,
        commit: String,
        fromCommit: String,
        before: Double,
        after: Double,
        ratio: Double? = nil,
        interval: ClosedRange<Double>? = nil,
        p: Double? = nil,
        causes: [String] = []
    ) {
        self.id = id
        self.series = series
        self.branch = branch
        self.state = state
        self.label = label
        self.commit = commit
        self.fromCommit = fromCommit
        self.before = before
        self.after = after
        self.ratio = ratio
        self.interval = interval
        self.p = p
        self.causes = causes
    }

    /// Whether the level moved for the worse; nil when the better direction is unknown.
    public var isRegression: Bool? {
        switch series.better {
        case .lower: after > before
        case .higher: after < before
        case .unknown: nil
        }
    }
}
