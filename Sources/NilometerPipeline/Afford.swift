import Foundation
import NilometerCore
import NilometerStatistics

/// Decides which of the changes of a sweep a project's budget of false alerts affords.
struct Afford {
    let store: any RunStore
    let project: Project
    let now: Date
    /// What the project's rules ask.
    var rules = SeriesRules(Rules())

    /// How many of the newest runs say how many points come a month.
    private static let sampledRuns = 200

    /// The ids of confirmed changes for the worse that are not sure enough yet; told ones are never among them.
    ///
    /// Series whose changes do not wait for the budget, or are not told, have no part in it.
    func unaffordable(in all: [JudgedSeries], beside alerts: [Alert]) async throws -> Set<String> {
        var rules = rules
        let judged = all.compactMap { one -> JudgedSeries? in
            let rule = rules.asked(of: one.line.series)
            guard rule.asksBudget else { return nil }
            var one = one
            one.changes = rule.told(one.changes)
            return one
        }
        let told = Set(alerts.filter { $0.held == nil }.flatMap(\.members))
        let candidates = Self.candidates(in: judged, told: told)
        let asking = Set(candidates.map(\.id)).subtracting(told)
        guard !asking.isEmpty else { return [] }
        let noisy = judged.filter { !$0.line.series.isExact }
        let runs = try await store.runs(
            in: project.slug,
            commit: nil,
            branch: project.defaultBranch,
            machine: nil,
            after: nil,
            limit: Self.sampledRuns
        )
        let points = PointsPerMonth.of(runs.map { ($0.readingCount, $0.receivedAt) }, limit: Self.sampledRuns)
        let budget = AlertBudget(
            perMonth: rules.rules.alertBudget ?? project.alertBudget,
            pointsPerMonth: points * Double(noisy.count) / Double(all.count),
            rate: FalseAlarmRate(factor: RealisedFactor.of(alerts, in: project, now: now))
        )
        let series = Dictionary(grouping: noisy, by: \.line.series.machine).mapValues(\.count)
        return asking.subtracting(budget.affordable(candidates, series: series))
    }

    /// The confirmed changes for the worse that the budget is about; what was told once is certain.
    static func candidates(in judged: [JudgedSeries], told: Set<String>) -> [AlertBudget.Candidate] {
        judged.flatMap { one in
            one.changes.compactMap { change in
                guard change.state == .confirmed, change.isRegression == true,
                    let strength = told.contains(change.id) ? StepStrength.most : strength(of: change, in: one)
                else { return nil }
                return AlertBudget.Candidate(
                    id: change.id,
                    place: [change.fromCommit, change.commit],
                    machine: change.series.machine,
                    strength: strength
                )
            }
        }
    }

    /// The strength of a change; 0 where it lies before the points at hand and was not strong enough while it was young.
    private static func strength(of change: Change, in one: JudgedSeries) -> Double? {
        guard !one.line.series.isExact else { return nil }
        let place = one.findings.changes.firstIndex { finding in
            one.line.points[finding.index].commit == change.commit && finding.after == change.after
        }
        guard let place else { return 0 }
        return ChangeStrength.of(place, of: one.findings, in: one.line.points, isExact: false)
    }
}
