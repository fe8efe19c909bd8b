/// How small a step a series would show, and how soon.
public struct Detectability: Sendable, Equatable {
    /// The smallest step that is found within a number of runs.
    public struct Step: Sendable, Equatable {
        /// Within how many runs after the step.
        public var runs: Int
        /// How far the level moves, in the canonical unit; nil where no step is found so soon.
        public var difference: Double?
        /// The difference as a share of the level; nil also where the level is 0.
        public var share: Double?

        /// Makes a step.
        public init(runs: Int, difference: Double?, share: Double?) {
            (self.runs, self.difference, self.share) = (runs, difference, share)
        }
    }

    /// `exact`, `quantised` or `noisy`.
    public var seriesClass: String
    /// Whether the series, or its newest level, has too few points to say more than a suspicion of what follows.
    public var isLearning: Bool
    /// How many points the newest level has.
    public var points: Int
    /// The newest level, in the canonical unit; nil without a point.
    public var level: Double?
    /// The noise of a point as a share of the level; nil where the level is 0 or there is no point.
    public var noise: Double?
    /// The steps, in the order asked for.
    public var steps: [Step]

    /// Makes a card.
    public init(
        seriesClass: String,
        isLearning: Bool,
        points: Int,
        level: Double?,
        noise: Double?,
        steps: [Step]
    ) {
        self.seriesClass = seriesClass
        self.isLearning = isLearning
        self.points = points
        self.level = level
        self.noise = noise
        self.steps = steps
    }
}
