/// Which of the measured benchmarks and metrics are judged.
struct InterleavedSelection: Sendable {
    /// The metrics; none for all.
    var metrics: [String] = []
    /// What is to be confirmed; nil for all.
    var confirmation: SuspectedRows?

    /// Whether a row is judged.
    func holds(_ key: MeasuredKey) -> Bool {
        (metrics.isEmpty || metrics.contains(key.metric)) && confirmation?.holds(key) ?? true
    }
}
