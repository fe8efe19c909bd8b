import NilometerStatistics

/// What one report says of one benchmark and metric.
///
/// A reading has raw `samples`, or a summary `value` with its estimator, or neither and an `error`.
public struct Reading: Sendable, Equatable, Codable {
    /// The benchmark's name without its parameters.
    public var benchmark: String
    /// The benchmark's parameters, as `key=value`.
    public var parameters: [String: String]
    /// The metric's name; Go: the unit as printed.
    public var metric: String
    /// The unit of `value` and `samples` as reported, such as `ns`, `B`, `1`, `MB/s`.
    public var unit: String
    /// Which direction is an improvement.
    public var better: Better
    /// How `value` was made from the samples: `median`, `mean`, `min`, `max`, `mode` or `single`.
    public var estimator: String
    /// The centre in `unit`; nil when the reading is an error.
    public var value: Double?
    /// The raw samples in `unit`, in the order printed; empty where the harness gave only a summary.
    ///
    /// All finite.
    public var samples: [Double]
    /// The spread the harness gave with a summary.
    public var spread: Spread?
    /// Iterations behind each sample; empty where unknown.
    public var iterations: [Int]
    /// Why there is no value.
    public var error: String?
    /// Whether the harness declared that values are exact (`assume=exact`).
    public var assumesExact: Bool

    /// Makes a reading; `value` is the median of the samples where it is not given.
    public init(
        benchmark: String,
        parameters: [String: String] = [:],
        metric: String,
        unit: String,
        better: Better = .unknown,
        estimator: String = "median",
        value: Double? = nil,
        samples: [Double] = [],
        spread: Spread? = nil,
        iterations: [Int] = [],
        error: String? = nil,
        assumesExact: Bool = false
    ) {
        self.benchmark = benchmark
        self.parameters = parameters
        self.metric = metric
        self.unit = unit
        self.better = better
        self.estimator = estimator
        self.samples = samples
        self.value = value ?? Median.of(samples)
        self.spread = spread
        self.iterations = iterations
        self.error = error
        self.assumesExact = assumesExact
    }
}
