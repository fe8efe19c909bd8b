public import NilometerCore

/// How small a step a series would show, as the API shows it; null where a figure is not known.
public struct DetectabilityView: Codable, Sendable {
    /// The smallest step found within a number of runs.
    public struct Step: Codable, Sendable {
        /// Within how many runs.
        public var runs: Int
        /// In the canonical unit; null where no step is found so soon.
        public var difference: Double?
        /// As a share of the level.
        public var share: Double?

        /// Writes every figure, also those that are null.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(runs, forKey: .runs)
            try container.encode(difference, forKey: .difference)
            try container.encode(share, forKey: .share)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case series, points, level, noise, steps
        case seriesClass = "class"
        case isLearning = "learning"
    }

    /// The series.
    public var series: SeriesView
    /// `exact`, `quantised` or `noisy`.
    public var seriesClass: String
    /// Whether there are too few points yet.
    public var isLearning: Bool
    /// How many points the newest level has.
    public var points: Int
    /// The newest level.
    public var level: Double?
    /// The noise of a point as a share of the level.
    public var noise: Double?
    /// The steps, by their number of runs.
    public var steps: [Step]

    /// Shows a card.
    public init(_ card: Detectability, of series: Series) {
        func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
        self.series = SeriesView(series)
        seriesClass = card.seriesClass
        isLearning = card.isLearning
        points = card.points
        level = finite(card.level)
        noise = finite(card.noise)
        steps = card.steps.map {
            Step(runs: $0.runs, difference: finite($0.difference), share: finite($0.share))
        }
    }

    /// Writes every figure, also those that are null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(series, forKey: .series)
        try container.encode(seriesClass, forKey: .seriesClass)
        try container.encode(isLearning, forKey: .isLearning)
        try container.encode(points, forKey: .points)
        try container.encode(level, forKey: .level)
        try container.encode(noise, forKey: .noise)
        try container.encode(steps, forKey: .steps)
    }
}
