public import NilometerCore

extension MemoryStore {
    /// The newest runs of a machine along a branch, with the values of all its series.
    public func window(
        of machine: String,
        in project: String,
        branch: String,
        runs: Int,
        reaching commits: Set<String>
    ) -> MachineWindow? {
        guard let known = contents[project] else { return nil }
        let own = known.runs.filter { !$0.isDeleted && $0.listed.machine.name == machine }
        let byCommit = Dictionary(grouping: own, by: \.listed.commit.sha)
        let line = known.lines.line(of: branch).flatMap { byCommit[$0] ?? [] }
        guard !line.isEmpty else { return nil }
        var count = min(runs, 512)
        if let first = line.firstIndex(where: { commits.contains($0.listed.commit.sha) }) {
            count = min(max(count, line.count - first + 32), 512)
        }
        let series = self.series(in: project, benchmark: nil, metric: nil, machine: machine)
        let columns = line.suffix(count).map { entry in
            let values = Dictionary(entry.values.map { ($0.series, $0.reading.value ?? .nan) }) { first, _ in first }
            return MachineWindow.Column(
                run: entry.listed.id,
                commit: entry.listed.commit.sha,
                receivedAt: entry.listed.receivedAt,
                job: entry.listed.origin.jobText,
                context: entry.listed.context,
                values: series.map { values[$0.id] ?? .nan }
            )
        }
        return MachineWindow(machine: machine, series: series, columns: columns)
    }

    /// When each machine's runs of a branch came, newest first.
    public func arrivals(in project: String, branch: String) -> [MachineArrivals] {
        let runs = (contents[project]?.runs ?? []).filter { !$0.isDeleted && $0.listed.commit.branch == branch }
        return Dictionary(grouping: runs, by: \.listed.machine.name).sorted { $0.key < $1.key }.compactMap {
            name,
            own in
            guard let last = own.last else { return nil }
            return MachineArrivals(
                machine: name,
                commit: last.listed.commit.sha,
                times: own.suffix(64).reversed().map(\.listed.receivedAt)
            )
        }
    }
}
