import NilometerCore

/// Gathers what a comparison needs of every series that either side measured: one call for the points of all.
///
/// The points of the sides themselves are read from their runs, so that they are there also when their branch has moved
/// away from them by force; the history is that of the base's line up to the base, and never goes beyond it.
struct Gather {
    /// The fact of a run's context that names what was run.
    private static let binaryKey = "binarySha"
    /// How many measured commits back the base's history is read.
    private static let reach = 1024

    private struct Name: Hashable {
        var key: SeriesKey
        var machine: String
    }

    let store: any Compare.Ports
    let project: Project
    /// What is asked of the series; those that are ignored are left out.
    let rules: Rules

    /// The series, by name.
    ///
    /// - Complexity: O(points of the series on the line of the base).
    func series(base: Revision, head: Revision) async throws -> [ComparedSeries] {
        let runs = Dictionary((base.runs + head.runs).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let readings = try await readings(of: Array(runs.values))
        let names = Set(
            readings.flatMap { id, own in own.keys.map { Name(key: $0, machine: runs[id]?.machine.name ?? "") } }
        )
        let machines = Set(names.map(\.machine))
        let all = try await store.series(
            in: project.slug,
            benchmark: nil,
            metric: nil,
            machine: machines.count == 1 ? machines.first : nil
        ).filter {
            names.contains(Name(key: $0.key, machine: $0.machine)) && rules.asked(of: $0).isIgnored != true
        }
        let points = try await points(of: runs, readings, in: all)
        let line = try await history(of: all, base)
        let starts = try await starts()
        let binaries = runs.mapValues { $0.context[Self.binaryKey] ?? "" }
        let headRuns = Set(head.runs.map(\.id))
        func own(_ side: Revision, _ series: Series) -> [Point] {
            side.runs.reversed().compactMap { points[series.id]?[$0.id] }
        }
        let found = all.map { series in
            let before = (line[series.id] ?? []).filter { !headRuns.contains($0.run) }
            let levels = Self.levels(of: before, starts: starts[series.id] ?? [])
            let (old, new) = (own(base, series), own(head, series))
            let rule = rules.asked(of: series)
            return ComparedSeries(
                series: series.ruled(by: rule),
                history: levels[levels.count - 1],
                earlier: levels.dropLast(),
                base: old,
                head: new,
                isSameBinary: Self.isSameBinary(old, new, binaries),
                rule: rule
            )
        }
        return Self.joined(found.filter { !$0.base.isEmpty || !$0.head.isEmpty })
    }

    /// The readings of each run, by series key.
    private func readings(of runs: [StoredRun]) async throws -> [String: [SeriesKey: Reading]] {
        var found: [String: [SeriesKey: Reading]] = [:]
        for run in runs {
            var own: [SeriesKey: Reading] = [:]
            for reading in try await store.readings(of: run.id, in: project.slug) ?? [] where reading.value != nil {
                let key = SeriesKey(
                    benchmark: reading.benchmark,
                    parameters: reading.parameters,
                    metric: reading.metric
                )
                own[key] = reading
            }
            found[run.id] = own
        }
        return found
    }

    /// The points of runs by series and run; which of a name's strands a run belongs to, the store knows.
    private func points(
        of runs: [String: StoredRun],
        _ readings: [String: [SeriesKey: Reading]],
        in all: [Series]
    ) async throws -> [String: [String: Point]] {
        let byMachine = Dictionary(grouping: all, by: \.machine)
        var wanted: [String: [String]] = [:]
        for (id, run) in runs {
            let own = readings[id] ?? [:]
            wanted[id] = (byMachine[run.machine.name] ?? []).filter { own[$0.key] != nil }.map(\.id)
        }
        let measured = try await store.samples(in: project.slug, of: wanted)
        var found: [String: [String: Point]] = [:]
        for series in all {
            for (id, samples) in measured[series.id] ?? [:] {
                guard let run = runs[id], let reading = readings[id]?[series.key], let value = reading.value else {
                    continue
                }
                found[series.id, default: [:]][id] = Point(
                    commit: run.commit.sha,
                    run: id,
                    value: value,
                    spread: Self.spread(samples),
                    count: max(1, samples.count),
                    samples: samples
                )
            }
        }
        return found
    }

    /// Half the range of samples; not a number where there are fewer than two.
    private static func spread(_ samples: [Double]) -> Double {
        guard samples.count > 1, let low = samples.min(), let high = samples.max() else { return .nan }
        return (high - low) / 2
    }

    /// The points of series along the base's line up to the base, the newest measured commits of it.
    private func history(of all: [Series], _ base: Revision) async throws -> [String: [Point]] {
        var line = CommitLine(branch: base.branch, upTo: base.commit)
        let measured = try await store.measuredCommits(in: project.slug, along: line)
        if measured.count > Self.reach { line.start = measured[measured.count - Self.reach] }
        return try await store.points(of: all.map(\.id), in: project.slug, along: line)
    }

    /// Whether both sides have runs, and all of them name one and the same binary.
    private static func isSameBinary(_ base: [Point], _ head: [Point], _ binaries: [String: String]) -> Bool {
        let known = Set((base + head).map { binaries[$0.run] ?? "" })
        return !base.isEmpty && !head.isEmpty && known.count == 1 && known != [""]
    }

    /// The first commits of new levels, by series.
    private func starts() async throws -> [String: Set<String>] {
        var starts: [String: Set<String>] = [:]
        for change in try await store.changes(in: project.slug, series: nil, withRetracted: false)
        where change.state == .confirmed {
            starts[change.series.id, default: []].insert(change.commit)
        }
        return starts
    }

    /// The points of each level, oldest first; one empty level where there are none.
    private static func levels(of points: [Point], starts: Set<String>) -> [[Point]] {
        var levels: [[Point]] = [[]]
        for point in points {
            if starts.contains(point.commit), let last = levels.last?.last, last.commit != point.commit {
                levels.append([])
            }
            levels[levels.count - 1].append(point)
        }
        return levels
    }

    /// One series of a name where both sides were measured; where they were measured on different processors, the head's,
    /// marked so.
    private static func joined(_ found: [ComparedSeries]) -> [ComparedSeries] {
        let groups = Dictionary(grouping: found) { Name(key: $0.series.key, machine: $0.series.machine) }
        return found.compactMap { item in
            let group = groups[Name(key: item.series.key, machine: item.series.machine)] ?? []
            if item.head.isEmpty { return group.contains { !$0.head.isEmpty } ? nil : item }
            var item = item
            item.isBaseElsewhere = item.history.isEmpty && group.contains { !$0.base.isEmpty }
            return item
        }
    }
}
