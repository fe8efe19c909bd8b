/// One benchmark and metric of a comparison, with its verdict.
public struct ComparisonRow: Sendable, Equatable {
    /// The series.
    public var series: Series
    /// The level at the base, in the canonical unit; nil when the base has no reading.
    public var before: Double?
    /// The level at the head; nil when the head has no reading.
    public var after: Double?
    /// How many runs are behind `before`.
    public var baseRuns: Int
    /// How many runs are behind `after`.
    public var headRuns: Int
    /// The ids of the base's own runs of this series.
    public var baseRunIDs: [String] = []
    /// The ids of the head's runs of this series.
    public var headRunIDs: [String] = []
    /// How many points of the base's level, up to the base, the head was compared with.
    public var historyPoints = 0
    /// Who answers for the series; nil where no rule says it.
    public var owner: String?
    /// After over before; nil for exact values and where there is no ratio.
    public var ratio: Double?
    /// The 95 % interval of the ratio; nil where it is not known.
    public var interval: ClosedRange<Double>?
    /// The p after correction for the number of benchmarks; nil for exact values and where nothing was tested.
    public var p: Double?
    /// The smallest relative effect that this comparison could have seen, such as 0.12; nil where it is not known.
    public var smallestEffect: Double?
    /// How many runs of the head would settle it; nil where that is not the question, or not known.
    public var runsToSettle: Int?
    /// What is said.
    public var verdict: Verdict
    /// One clause for people: why, or what would settle it.
    public var reason: String

    /// Makes a row that has levels and a verdict; the rest is set where it is known.
    public init(
        series: Series,
        before: Double?,
        after: Double?,
        baseRuns: Int,
        headRuns: Int,
        verdict: Verdict,
        reason: String
    ) {
        self.series = series
        self.before = before
        self.after = after
        self.baseRuns = baseRuns
        self.headRuns = headRuns
        self.verdict = verdict
        self.reason = reason
    }

    /// Whether the level rose from 0, where no ratio exists.
    public var isRiseFromZero: Bool { before == 0 && (after ?? 0) > 0 }
}
