/// A place in a list of points where the level moved, as a detector found it.
public struct Finding: Sendable, Equatable {
    /// The index of the first point of the new level.
    public var index: Int
    /// The indexes between which the place lies, both included.
    public var range: ClosedRange<Int>
    /// How sure it is.
    public var state: ChangeState
    /// The level before, in the unit of the points.
    public var before: Double
    /// The level after.
    public var after: Double
    /// After over before; nil for exact series and rises from 0.
    public var ratio: Double?
    /// The interval of the ratio; nil where `ratio` is.
    public var interval: ClosedRange<Double>?
    /// The coverage that the interval reached, 0 to 1.
    public var coverage: Double?
    /// The score of the test; nil for exact series.
    ///
    /// Chosen after selection, so too small as a probability.
    public var p: Double?
    /// `step`, `drift`, `transient`, `moved`, `noisier`, `bimodal`.
    public var labels: [String]

    /// Makes a finding.
    public init(
        index: Int,
        range: ClosedRange<Int>,
        state: ChangeState,
        before: Double,
        after: Double,
        ratio: Double? = nil,
        interval: ClosedRange<Double>? = nil,
        coverage: Double? = nil,
        p: Double? = nil,
        labels: [String] = ["step"]
    ) {
        self.index = index
        self.range = range
        self.state = state
        self.before = before
        self.after = after
        self.ratio = ratio
        self.interval = interval
        self.coverage = coverage
        self.p = p
        self.labels = labels
    }
}
