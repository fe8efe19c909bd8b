public import NilometerCore

/// What was known of a series while its points arrived.
public struct ReplayedSeries: Sendable {
    /// What became known at one time.
    public struct Step: Sendable, Equatable {
        /// When: the place of the newest commit in the history of the project.
        public var time: Int
        /// All changes that were ever confirmed, in commit order.
        public var changes: [Change]
        /// How strong they are, by id, in decades; those to which no budget applies are absent.
        public var strengths: [String: Double]

        /// Makes a step.
        public init(time: Int, changes: [Change], strengths: [String: Double]) {
            self.time = time
            self.changes = changes
            self.strengths = strengths
        }
    }

    /// The series.
    public var series: Series
    /// How many points it has.
    public var pointCount: Int
    /// Only the times at which something changed, in rising order.
    public var steps: [Step]

    /// Makes it.
    public init(series: Series, pointCount: Int, steps: [Step]) {
        self.series = series
        self.pointCount = pointCount
        self.steps = steps
    }
}
