/// What a detector says of one series.
public struct Findings: Sendable, Equatable {
    /// `exact`, `quantised` or `noisy`.
    public var seriesClass: String
    /// Whether there are too few points to say anything firm.
    public var isLearning: Bool
    /// Changes in rising order of index.
    public var changes: [Finding]
    /// What was doubtful.
    public var warnings: [Warning]

    /// Makes findings.
    public init(seriesClass: String, isLearning: Bool, changes: [Finding], warnings: [Warning] = []) {
        self.seriesClass = seriesClass
        self.isLearning = isLearning
        self.changes = changes
        self.warnings = warnings
    }
}
