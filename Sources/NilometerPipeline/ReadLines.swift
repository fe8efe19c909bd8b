import NilometerCore

/// Reads what a sweep judges: the points of series along the default branch, with the samples that can decide.
struct ReadLines {
    let store: any SeriesStore
    let spoilt: SpoiltPoints

    /// The line of each series, in the order of the series; one without points is empty.
    func lines(of series: [Series], in project: Project) async throws -> [SeriesLine] {
        let points = try await store.points(of: series.map(\.id), in: project.slug, branch: project.defaultBranch)
        let lines = series.map { series in
            SeriesLine(series: series, points: spoilt.removed(from: points[series.id] ?? [], of: series.id))
        }
        let samples = try await store.samples(in: project.slug, of: Self.wantedSamples(lines))
        return lines.map { $0.with(samples[$0.series.id] ?? [:]) }
    }

    /// The series of each run whose samples can decide.
    private static func wantedSamples(_ lines: [SeriesLine]) -> [String: [String]] {
        var wanted: [String: [String]] = [:]
        for line in lines {
            for run in line.decidingRuns { wanted[run, default: []].append(line.series.id) }
        }
        return wanted
    }
}
