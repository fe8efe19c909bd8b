import NilometerCore
import NilometerDetection
import NilometerPipeline

/// A series with its points, and where each stands in the history of the project.
struct ReplayHistory: Sendable {
    /// For so many points after a change its strength still grows.
    private static let growing = 40

    var series: Series
    var points: [Point]
    /// The time of each point, rising.
    var times: [Int]

    /// What was known of it as its points arrived.
    ///
    /// - Complexity: a bounded tail for each point.
    func replayed(by rule: Rule) -> ReplayedSeries {
        let series = series.ruled(by: rule)
        var replayed = ReplayedSeries(series: series, pointCount: points.count, steps: [])
        guard rule.isIgnored != true else { return replayed }
        var replay = Replay(isExact: series.isExact)
        var strengths: [Int: Double] = [:]
        var youngUntil = 0
        for (index, point) in points.enumerated() {
            let count = index + 1
            guard replay.take(point, count: count) || count <= youngUntil else { continue }
            let arrivals = replay.arrivals.filter { $0.confirmedAt != nil }
            guard !arrivals.isEmpty else { continue }
            for arrival in arrivals where arrival.finding.state == .confirmed {
                youngUntil = max(youngUntil, arrival.finding.index + Self.growing)
                if strengths[arrival.number] != nil, count > arrival.finding.index + Self.growing { continue }
                strengths[arrival.number] = strength(of: arrival, in: replay.findings, count, series)
            }
            let step = ReplayedSeries.Step(
                time: times[index],
                changes: arrivals.map { change($0, series) },
                strengths: Dictionary(
                    arrivals.compactMap { one in strengths[one.number].map { (id(one, series), $0) } },
                    uniquingKeysWith: { first, _ in first }
                )
            )
            guard step.changes != replayed.steps.last?.changes || step.strengths != replayed.steps.last?.strengths
            else { continue }
            replayed.steps.append(step)
        }
        return replayed
    }

    private func strength(of arrival: Replay.Arrival, in findings: Findings, _ count: Int, _ series: Series) -> Double?
    {
        guard let place = findings.changes.firstIndex(where: { $0 == arrival.finding }) else { return nil }
        return ChangeStrength.of(place, of: findings, in: points, upTo: count, isExact: series.isExact)
    }

    private func id(_ arrival: Replay.Arrival, _ series: Series) -> String { "\(series.id)#\(arrival.number)" }

    private func change(_ arrival: Replay.Arrival, _ series: Series) -> Change {
        let finding = arrival.finding
        return Change(
            id: id(arrival, series),
            series: series,
            branch: "",
            state: finding.state,
            label: finding.labels.first ?? "step",
            commit: points[finding.index].commit,
            fromCommit: points[max(0, finding.index - 1)].commit,
            before: finding.before,
            after: finding.after,
            ratio: finding.ratio,
            interval: finding.interval,
            p: finding.p
        )
    }
}
