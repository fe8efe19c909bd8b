import NilometerCore

/// The runs of one job on a machine: what stands under one another there was measured by the same commands.
struct WatchedJob {
    /// One benchmark with its parameters.
    struct Benchmark {
        var name: String
        /// Its series, of all metrics and strands.
        var series: [String] = []
        /// Whether each run reports it.
        var isReported: [Bool]
    }

    let columns: [MachineWindow.Column]
    let benchmarks: [Benchmark]
    let metrics: [WatchedMetric]

    /// The jobs of a machine, by name.
    ///
    /// - Complexity: O(runs × series).
    static func all(in window: MachineWindow) -> [WatchedJob] {
        Dictionary(grouping: window.columns, by: \.job).sorted { $0.key < $1.key }
            .map { WatchedJob(series: window.series, columns: $0.value) }
    }

    private init(series: [Series], columns: [MachineWindow.Column]) {
        var places: [SeriesKey: Int] = [:]
        var benchmarks: [Benchmark] = []
        var metrics: [String: WatchedMetric] = [:]
        for (index, one) in series.enumerated() {
            let values = columns.map { $0.values[index] }
            guard values.contains(where: { !$0.isNaN }) else { continue }
            // The metric's place in the key stays empty: the same benchmark whatever is measured of it.
            var key = one.key
            key.metric = ""
            let place = places[key] ?? benchmarks.count
            if place == benchmarks.count {
                places[key] = place
                let parameters = key.parametersText.split(separator: "\n").joined(separator: ", ")
                let name = parameters.isEmpty ? key.benchmark : "\(key.benchmark) (\(parameters))"
                benchmarks.append(Benchmark(name: name, isReported: columns.map { _ in false }))
            }
            benchmarks[place].series.append(one.id)
            for run in values.indices where !values[run].isNaN { benchmarks[place].isReported[run] = true }
            metrics[one.key.metric, default: WatchedMetric(of: one)].add(one.id, of: place, values)
        }
        self.columns = columns
        self.benchmarks = benchmarks
        self.metrics = metrics.values.sorted { $0.name < $1.name }
    }

    /// The last commit before the run that is not the run's own; its own where there is none.
    func commit(before run: Int) -> String {
        let own = columns[run].commit
        return columns[..<run].last { $0.commit != own }?.commit ?? own
    }
}
