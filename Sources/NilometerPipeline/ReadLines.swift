import NilometerCore

/// Reads what a sweep judges: the points of series along the default branch, with the samples that can decide.
struct ReadLines {
    let store: any ChangeStore & SeriesStore
    let project: Project
    /// What is left out; a series of which something is, is read whole, and nothing is kept of it.
    let spoilt: SpoiltPoints

    /// The line of each series from where it goes on, in the order of the series; one without points is empty.
    func lines(of series: [Series]) async throws -> [SeriesLine] {
        let tails = try await tails(of: series, all: false)
        var lines: [SeriesLine] = []
        for series in series {
            if !spoilt.concern(series.id), let line = SeriesLine(series: series, tail: tails[series.id]) {
                lines.append(line)
            } else {
                lines.append(try await whole(series))
            }
        }
        return try await withSamples(lines)
    }

    /// All points of a series, whatever is kept of it.
    func whole(_ series: Series) async throws -> SeriesLine {
        let tail = try await tails(of: [series], all: true)[series.id]
        var line = SeriesLine(series: series, points: tail?.points ?? [], seals: tail?.seals ?? [:])
        if spoilt.concern(series.id) {
            line.points = spoilt.removed(from: line.points, of: series.id)
            line.seals = [:]
        }
        return try await withSamples([line])[0]
    }

    private func tails(of series: [Series], all: Bool) async throws -> [String: SeriesTail] {
        try await store.tails(of: series.map(\.id), in: project.slug, branch: project.defaultBranch, all: all)
    }

    private func withSamples(_ lines: [SeriesLine]) async throws -> [SeriesLine] {
        var wanted: [String: [String]] = [:]
        for line in lines {
            for run in line.decidingRuns { wanted[run, default: []].append(line.series.id) }
        }
        let samples = try await store.samples(in: project.slug, of: wanted)
        return lines.map { $0.with(samples[$0.series.id] ?? [:]) }
    }
}
