import NilometerCore

/// Gathers what a comparison needs of every series that either side measured: one call for the points of all.
struct Gather {
    /// The fact of a run's context that names what was run.
    private static let binaryKey = "binarySha"
    /// How many commits back the base's history is read.
    private static let reach = 5000

    private struct Name: Hashable {
        var key: SeriesKey
        var machine: String
    }

    let store: any Compare.Ports
    let project: Project

    /// The series, by name.
    ///
    /// - Complexity: O(points of the series on both lines).
    func series(base: Revision, head: Revision) async throws -> [ComparedSeries] {
        let (samples, names) = try await readings(of: base.runs + head.runs)
        let machines = Set(names.map(\.machine))
        let machine = machines.count == 1 ? machines.first : nil
        let all = try await store.series(in: project.slug, benchmark: nil, metric: nil, machine: machine)
            .filter { names.contains(Name(key: $0.key, machine: $0.machine)) }
        let ids = all.map(\.id)
        let line = try await store.points(of: ids, in: project.slug, branch: base.branch)
        let headLine =
            head.branch == base.branch ? line : try await store.points(of: ids, in: project.slug, branch: head.branch)
        let past = Set(try await store.ancestors(of: base.commit, in: project.slug, limit: Self.reach)).union([
            base.commit
        ])
        let starts = try await starts()
        let (baseRuns, headRuns) = (Set(base.runs.map(\.id)), Set(head.runs.map(\.id)))
        let pairs = (base.runs + head.runs).map { ($0.id, $0.context[Self.binaryKey] ?? "") }
        let binaries = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        let found = all.map { series in
            let before = (line[series.id] ?? []).filter { past.contains($0.commit) && !headRuns.contains($0.run) }
            func withSamples(_ points: [Point]) -> [Point] {
                points.map { point in
                    var point = point
                    point.samples = samples[point.run]?[series.key] ?? []
                    return point
                }
            }
            let own = before.filter { baseRuns.contains($0.run) }
            let new = (headLine[series.id] ?? []).filter { headRuns.contains($0.run) }
            return ComparedSeries(
                series: series,
                history: Self.newestLevel(of: before, starts: starts[series.id] ?? []),
                base: withSamples(own),
                head: withSamples(new),
                isSameBinary: Self.isSameBinary(own, new, binaries)
            )
        }
        return Self.joined(found.filter { !$0.base.isEmpty || !$0.head.isEmpty })
    }

    /// Whether both sides have runs, and all of them name one and the same binary.
    private static func isSameBinary(_ base: [Point], _ head: [Point], _ binaries: [String: String]) -> Bool {
        let known = Set((base + head).map { binaries[$0.run] ?? "" })
        return !base.isEmpty && !head.isEmpty && known.count == 1 && known != [""]
    }

    /// The samples of each run by series key, and the names of all series of the runs.
    private func readings(of runs: [StoredRun]) async throws -> ([String: [SeriesKey: [Double]]], Set<Name>) {
        var samples: [String: [SeriesKey: [Double]]] = [:]
        var names: Set<Name> = []
        for run in runs where samples[run.id] == nil {
            var own: [SeriesKey: [Double]] = [:]
            for reading in try await store.readings(of: run.id, in: project.slug) ?? [] {
                let key = SeriesKey(
                    benchmark: reading.benchmark,
                    parameters: reading.parameters,
                    metric: reading.metric
                )
                own[key] = reading.samples
                names.insert(Name(key: key, machine: run.machine.name))
            }
            samples[run.id] = own
        }
        return (samples, names)
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

    private static func newestLevel(of points: [Point], starts: Set<String>) -> [Point] {
        guard let newest = points.lastIndex(where: { starts.contains($0.commit) }) else { return points }
        let first = points[...newest].firstIndex { $0.commit == points[newest].commit } ?? newest
        return Array(points[first...])
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
