/// One run's value in a series, along a line of commits.
public struct Point: Sendable, Equatable {
    /// The commit's hash.
    public var commit: String
    /// The run's public id.
    public var run: String
    /// The centre, in the canonical unit.
    public var value: Double
    /// The spread of the run's samples (half of their range), in the same unit; not a number where unknown.
    public var spread: Double
    /// How many samples are behind it.
    public var count: Int
    /// The samples, where they were asked for; else empty.
    public var samples: [Double]

    /// Makes a point.
    public init(
        commit: String,
        run: String,
        value: Double,
        spread: Double = .nan,
        count: Int = 1,
        samples: [Double] = []
    ) {
        self.commit = commit
        self.run = run
        self.value = value
        self.spread = spread
        self.count = count
        self.samples = samples
    }
}
