import NilometerCore

/// What the runs of one job say in one metric.
struct WatchedMetric {
    /// One benchmark's values; strands of one machine stand in one row, since a run belongs to one of them.
    struct Row {
        /// Which of the job's benchmarks.
        var benchmark: Int
        var series: [String]
        /// By run; not a number where the run has none.
        var values: [Double]

        /// The last values before a run, newest first, at most so many.
        func values(before run: Int, atMost count: Int) -> [Double] {
            Array(values[..<run].lazy.reversed().filter { !$0.isNaN }.prefix(count))
        }
    }

    let name: String
    let unit: String
    /// Whether its series are exact from the first point.
    let isExact: Bool
    private(set) var rows: [Row] = []
    private var places: [Int: Int] = [:]

    init(of series: Series) {
        name = series.key.metric
        unit = series.unit
        isExact = series.isExact
    }

    /// Whether it is a time or a rate, which never repeats to the last bit.
    var isTime: Bool { !isExact && ["ns", "1/s", "B/s"].contains(unit) }

    /// Adds a series to the row of its benchmark.
    mutating func add(_ series: String, of benchmark: Int, _ values: [Double]) {
        guard let place = places[benchmark] else {
            places[benchmark] = rows.count
            return rows.append(Row(benchmark: benchmark, series: [series], values: values))
        }
        rows[place].series.append(series)
        for run in values.indices where !values[run].isNaN { rows[place].values[run] = values[run] }
    }

    /// The row of a benchmark.
    func row(of benchmark: Int) -> Row? { places[benchmark].map { rows[$0] } }
}
