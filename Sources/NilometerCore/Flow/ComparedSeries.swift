/// What a comparison knows of one series.
public struct ComparedSeries: Sendable, Equatable {
    /// The series.
    public var series: Series
    /// The points of the present level on the base's line, oldest first, up to the base and with it, without the head's runs.
    public var history: [Point]
    /// The points of the levels before it on the same line, oldest level first; as many as are known.
    public var earlier: [[Point]]
    /// The points of the base's own runs, with samples where they are known.
    public var base: [Point]
    /// The points of the head's runs, with samples where they are known.
    public var head: [Point]
    /// Whether the base was measured on other processors only.
    public var isBaseElsewhere: Bool
    /// Whether the base's and the head's runs all measured one and the same binary.
    public var isSameBinary: Bool
    /// What the project's rules ask of the series.
    public var rule: Rule

    /// Makes it from points.
    public init(
        series: Series,
        history: [Point],
        earlier: [[Point]] = [],
        base: [Point],
        head: [Point],
        isBaseElsewhere: Bool = false,
        isSameBinary: Bool = false,
        rule: Rule = Rule()
    ) {
        self.series = series
        self.history = history
        self.earlier = earlier
        self.base = base
        self.head = head
        self.isBaseElsewhere = isBaseElsewhere
        self.isSameBinary = isSameBinary
        self.rule = rule
    }
}
