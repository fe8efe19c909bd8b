import NilometerCore

/// A series and its points in commit order, the first of which may be left out because what they say is kept.
struct SeriesLine {
    var series: Series
    /// The points; their indexes in the series count from `first`.
    var points: [Point]
    /// What is kept of the points before.
    var past: LinePast?
    /// Which runs stand up to each commit, as `SeriesTail` says it.
    var seals: [String: Int64] = [:]

    init(series: Series, points: [Point], past: LinePast? = nil, seals: [String: Int64] = [:]) {
        self.series = series
        self.points = points
        self.past = past
        self.seals = seals
    }

    /// The line of what a sweep was given; nil where what was kept is not to be read any more.
    init?(series: Series, tail: SeriesTail?) {
        self.init(series: series, points: tail?.points ?? [], seals: tail?.seals ?? [:])
        guard let kept = tail?.kept else { return }
        guard let past = LinePast(kept.bytes) else { return nil }
        self.past = past
    }

    /// How many points of the series are left out.
    var first: Int { past?.state.first ?? 0 }

    /// The commit of a point, and that of the point before, by its index in the series; nil where neither is known any more.
    func commits(at index: Int) -> LinePast.Place? {
        let place = index - first
        if place > 0, points.indices.contains(place) {
            return LinePast.Place(index: index, commit: points[place].commit, from: points[place - 1].commit)
        }
        if index == 0, let only = points.first, first == 0 {
            return LinePast.Place(index: 0, commit: only.commit, from: only.commit)
        }
        return past?.places.first { $0.index == index }
    }

    /// The indexes of commits in the series: those of the points, and of earlier changes.
    var indexOfCommit: [String: Int] {
        var indexes: [String: Int] = [:]
        for place in past?.places ?? [] { indexes[place.commit] = place.index }
        for (place, point) in points.enumerated() where indexes[point.commit] == nil {
            indexes[point.commit] = first + place
        }
        return indexes
    }

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

    /// The line without samples, which only the detector needs.
    var withoutSamples: SeriesLine {
        guard points.contains(where: { !$0.samples.isEmpty }) else { return self }
        var line = self
        for place in line.points.indices { line.points[place].samples = [] }
        return line
    }

    /// The line with the samples of some runs, by run.
    func with(_ samples: [String: [Double]]) -> SeriesLine {
        guard !samples.isEmpty else { return self }
        var line = self
        for place in line.points.indices { line.points[place].samples = samples[line.points[place].run] ?? [] }
        return line
    }
}
