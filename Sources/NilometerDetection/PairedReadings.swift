public import NilometerCore

/// What was measured of one benchmark and metric at two revisions in turn, on one machine.
public struct PairedReadings: Sendable, Equatable {
    /// Two runs made one after the other, in either order.
    public struct Pair: Sendable, Equatable {
        /// The value at the base: the median of one process.
        public var base: Double
        /// The value at the head.
        public var head: Double

        /// Makes a pair.
        public init(base: Double, head: Double) {
            (self.base, self.head) = (base, head)
        }
    }

    /// The benchmark.
    public var benchmark: String
    /// Its parameters.
    public var parameters: [String: String]
    /// The metric.
    public var metric: String
    /// The unit of the values.
    public var unit: String
    /// Which direction is better.
    public var better: Better
    /// The pairs in the order in which they were measured.
    public var pairs: [Pair]
    /// Why there is no pair, where that is known.
    public var absence: String?

    /// Makes readings of pairs.
    public init(
        benchmark: String,
        parameters: [String: String] = [:],
        metric: String,
        unit: String,
        better: Better,
        pairs: [Pair],
        absence: String? = nil
    ) {
        self.benchmark = benchmark
        self.parameters = parameters
        self.metric = metric
        self.unit = unit
        self.better = better
        self.pairs = pairs
        self.absence = absence
    }
}
