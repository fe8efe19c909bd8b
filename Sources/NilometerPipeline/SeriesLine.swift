import NilometerCore

/// A series and its points in commit order.
struct SeriesLine {
    var series: Series
    var points: [Point]

    /// The runs whose samples can decide: those whose centre differs from a neighbour's.
    ///
    /// Counts are few and cheap; for other metrics the samples are read only where the level jumps by more than a half.
    var decidingRuns: Set<String> {
        var runs: Set<String> = []
        for (a, b) in zip(points, points.dropFirst()) {
            let isJump =
                series.isExact
                ? a.value != b.value : abs(a.value - b.value) > 0.5 * min(abs(a.value), abs(b.value))
            if isJump { runs.formUnion([a.run, b.run]) }
        }
        return runs
    }

    /// The line with the samples of some runs, by run.
    func with(_ samples: [String: [Double]]) -> SeriesLine {
        guard !samples.isEmpty else { return self }
        var line = self
        for place in line.points.indices { line.points[place].samples = samples[line.points[place].run] ?? [] }
        return line
    }
}
