/// What a series is of: the identity by which readings of many runs belong together.
public struct SeriesKey: Sendable, Hashable {
    /// The benchmark's name.
    public var benchmark: String
    /// The parameters, sorted by key, one `key=value` a line.
    public var parametersText: String
    /// The metric's name.
    public var metric: String

    /// Makes a key.
    public init(benchmark: String, parameters: [String: String], metric: String) {
        self.benchmark = benchmark
        guard !parameters.isEmpty else {
            parametersText = ""
            self.metric = metric
            return
        }
        self.parametersText = parameters.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
        self.metric = metric
    }

    /// The parameters as a dictionary again.
    public var parameters: [String: String] {
        var found: [String: String] = [:]
        for pair in parametersText.split(separator: "\n") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            found[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
        return found
    }
}
