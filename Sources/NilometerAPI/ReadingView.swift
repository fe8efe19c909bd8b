public import NilometerCore

/// A reading as `parse --json` prints it and the envelope takes it.
public struct ReadingView: Codable, Sendable {
    /// The name.
    public var benchmark: String
    /// The parameters.
    public var parameters: [String: String]?
    /// The metric's name.
    public var metric: String
    /// The unit.
    public var unit: String?
    /// The better direction.
    public var better: Better?
    /// How the value was made.
    public var estimator: String?
    /// The centre; null for an error.
    public var value: Double?
    /// The samples.
    public var samples: [Double]?
    /// The spread of a summary.
    public var spread: Spread?
    /// Iterations behind each sample.
    public var iterations: [Int]?
    /// Why there is no value.
    public var error: String?

    /// Shows a reading.
    public init(_ reading: Reading) {
        benchmark = reading.benchmark
        parameters = reading.parameters
        metric = reading.metric
        unit = reading.unit
        better = reading.better
        estimator = reading.estimator
        value = reading.value
        samples = reading.samples
        spread = reading.spread
        iterations = reading.iterations
        error = reading.error
    }

    /// The reading that was sent; without value, samples and error it is an error reading.
    public func reading() -> Reading {
        let isEmpty = value == nil && (samples ?? []).isEmpty
        return Reading(
            benchmark: benchmark,
            parameters: parameters ?? [:],
            metric: metric,
            unit: unit ?? metric,
            better: better ?? Metric.usualDirection(unit: metric),
            estimator: estimator ?? "median",
            value: value,
            samples: samples ?? [],
            spread: spread,
            iterations: iterations ?? [],
            error: error ?? (isEmpty ? "the reading has neither value nor samples" : nil)
        )
    }
}
