public import NilometerCore

extension MemoryStore {
    /// Series that match, sorted by benchmark, parameters, metric, machine.
    public func series(in project: String, benchmark: String?, metric: String?, machine: String?) -> [Series] {
        (contents[project]?.series ?? [])
            .filter {
                benchmark ?? $0.key.benchmark == $0.key.benchmark && metric ?? $0.key.metric == $0.key.metric
                    && machine ?? $0.machine == $0.machine
            }
            .sorted {
                ($0.key.benchmark, $0.key.parametersText, $0.key.metric, $0.machine, $0.id)
                    < ($1.key.benchmark, $1.key.parametersText, $1.key.metric, $1.machine, $1.id)
            }
    }

    /// The series with this public id.
    public func series(_ id: String, in project: String) -> Series? { contents[project]?.series.first { $0.id == id } }

    /// The points of series along a line.
    public func points(of series: [String], in project: String, along line: CommitLine) -> [String: [Point]] {
        guard let known = contents[project] else { return [:] }
        let wanted = Set(series)
        let runs = Dictionary(grouping: known.runs.filter { !$0.isDeleted }, by: \.listed.commit.sha)
        var found: [String: [Point]] = [:]
        for sha in known.lines.line(line) {
            for entry in runs[sha] ?? [] {
                for (id, reading) in entry.values where wanted.contains(id) {
                    guard let value = reading.value else { continue }
                    found[id, default: []].append(
                        Point(
                            commit: sha,
                            run: entry.listed.id,
                            value: value,
                            spread: Self.spread(of: reading, value),
                            count: max(1, reading.samples.count)
                        )
                    )
                }
            }
        }
        return found
    }

    /// Half the range of the samples, else what the harness gave; not a number where unknown.
    private static func spread(of reading: Reading, _ value: Double) -> Double {
        if reading.samples.count > 1, let low = reading.samples.min(), let high = reading.samples.max() {
            return (high - low) / 2
        }
        guard let spread = reading.spread else { return .nan }
        return ["cv", "percent"].contains(spread.kind) ? spread.value * value.magnitude : spread.value
    }

    /// The samples of some runs in some series, by series and run.
    public func samples(in project: String, of wanted: [String: [String]]) -> [String: [String: [Double]]] {
        guard let known = contents[project] else { return [:] }
        var found: [String: [String: [Double]]] = [:]
        for (run, series) in wanted {
            guard let index = known.index(of: run) else { continue }
            for (id, reading) in known.runs[index].values where series.contains(id) {
                found[id, default: [:]][run] = reading.samples
            }
        }
        return found
    }

    /// Commits of a line that have runs, oldest first.
    public func measuredCommits(in project: String, along line: CommitLine) -> [String] {
        guard let known = contents[project] else { return [] }
        let measured = Set(known.runs.filter { !$0.isDeleted }.map(\.listed.commit.sha))
        return known.lines.line(line).filter(measured.contains)
    }

    /// The known first-parent ancestors of a commit, newest first.
    public func ancestors(of sha: String, in project: String, limit: Int) -> [String] {
        Array((contents[project]?.lines.ancestors(of: sha) ?? []).prefix(limit))
    }

    /// What machines and branches a project has, or had, runs of.
    public func machinesAndBranches(in project: String) -> (machines: [Machine], branches: [String]) {
        guard let known = contents[project] else { return ([], []) }
        let machines = known.machines.enumerated().sorted {
            ($0.element.name, $0.offset) < ($1.element.name, $1.offset)
        }
        return (machines.map(\.element), known.lines.branches)
    }
}
