public import NilometerCore

extension MemoryStore {
    /// Work of the project whose work has waited longest.
    public func dueSweep(limit: Int) -> SweepTask? {
        let waiting = contents.values.filter { !$0.due.isEmpty }
        guard let oldest = waiting.min(by: { $0.due[0].mark < $1.due[0].mark }) else { return nil }
        let due = oldest.due.prefix(limit)
        let names = Set(due.map(\.run))
        let touched = Set(oldest.runs.filter { names.contains($0.listed.id) }.flatMap(\.values).map(\.series))
        return SweepTask(
            project: oldest.project,
            marks: due.map(\.mark),
            runs: due.map(\.run),
            series: oldest.series.filter { touched.contains($0.id) }
        )
    }

    /// Changes of a project, by series and position.
    public func changes(in project: String, series: [String]?, withRetracted: Bool) -> [Change] {
        guard let known = contents[project] else { return [] }
        return (series ?? known.series.map(\.id).sorted()).flatMap { known.changes[$0] ?? [] }
            .filter { withRetracted || $0.state != .retracted }
    }

    /// The points of series that follow what is kept of them.
    public func tails(of series: [String], in project: String, branch: String, all: Bool) -> [String: SeriesTail] {
        points(of: series, in: project, along: CommitLine(branch: branch)).reduce(into: [:]) { tails, line in
            let seals = Self.seals(of: line.value)
            var tail = SeriesTail(points: line.value, kept: nil, seals: seals)
            if !all, let kept = contents[project]?.kept[line.key], seals[kept.last] == kept.seal {
                tail.kept = kept
                tail.points = Array(line.value.drop { $0.commit != kept.first })
            }
            tails[line.key] = tail
        }
    }

    /// For each commit a sum over the ids of the runs up to it, in which their order counts.
    private static func seals(of points: [Point]) -> [String: Int64] {
        var sum: Int64 = 7
        var seals: [String: Int64] = [:]
        for point in points {
            for byte in point.run.utf8 { sum = (sum ^ Int64(byte)) &* 0x100_0000_01B3 }
            seals[point.commit] = sum
        }
        return seals
    }

    /// Writes a sweep's outcome and marks it done.
    public func finish(_ task: SweepTask, with outcome: SweepOutcome) {
        let slug = task.project.slug
        contents[slug]?.changes.merge(outcome.changes) { _, new in new }
        contents[slug]?.kept.merge(outcome.kept) { _, new in new }
        recordSweep(alerts: outcome.alerts, events: outcome.events, in: slug)
        contents[slug]?.due.removeAll { task.marks.contains($0.mark) }
    }
}
