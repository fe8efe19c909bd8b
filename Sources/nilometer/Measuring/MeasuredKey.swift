import NilometerCore

/// What is measured: a benchmark with its parameters, and a metric.
struct MeasuredKey: Hashable, Sendable {
    /// The benchmark.
    var benchmark: String
    /// Its parameters.
    var parameters: [String: String]
    /// The metric.
    var metric: String

    /// Makes a key.
    init(benchmark: String, parameters: [String: String] = [:], metric: String) {
        (self.benchmark, self.parameters, self.metric) = (benchmark, parameters, metric)
    }

    /// The key of a reading.
    init(_ reading: Reading) {
        self.init(benchmark: reading.benchmark, parameters: reading.parameters, metric: reading.metric)
    }
}
