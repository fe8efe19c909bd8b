import Foundation
public import NilometerCore
import NilometerStatistics

/// Which alerts a project would have been told of, had its rules been others.
///
/// The decisions are those of the sweep, `AlertBudget` and `AlertPolicy`, at every time at which something changed.
public struct PolicyReplay: Sendable {
    /// An alert and when it was told.
    public struct Told: Sendable, Equatable {
        /// The alert as it stood in the end.
        public var alert: Alert
        /// Its changes as they stood in the end.
        public var members: [Change]
        /// When it was first told; nil while it was held.
        public var toldAt: Int?
    }

    /// All alerts, told or held, in the order in which they were opened.
    public private(set) var alerts: [Told] = []
    /// The strength that a change of one series alone needed.
    public private(set) var level = 0.0

    private var current: [String: ReplayedSeries.Step] = [:]
    private var known: [String: Change] = [:]
    private var kept: [Alert] = []
    private var toldAt: [String: Int] = [:]

    /// Replays series.
    ///
    /// - Parameters:
    ///   - series: all series of the project.
    ///   - rules: what is asked of them; class and direction were already applied.
    ///   - runsPerMonth: how many runs each series has a month.
    ///   - budget: how many false alerts a month are allowed, where the rules say nothing.
    /// - Complexity: O(steps × (alerts + changes of the places touched)).
    public init(of series: [ReplayedSeries], rules: Rules, runsPerMonth: Double, budget: Double) {
        let asked = series.map { rules.asked(of: $0.series) }
        let used = series.indices.filter { asked[$0].isTold }
        let noisy = used.filter { !series[$0].series.isExact }
        let affordable = AlertBudget(
            perMonth: rules.alertBudget ?? budget,
            pointsPerMonth: Double(noisy.count) * runsPerMonth
        )
        level = affordable.level
        let counts = Dictionary(grouping: noisy) { series[$0].series.machine }.mapValues(\.count)
        var arriving: [Int: [ReplayedSeries.Step]] = [:]
        for index in used {
            for step in series[index].steps { arriving[step.time, default: []].append(Self.step(step, asked[index])) }
        }
        for time in arriving.keys.sorted() { take(arriving[time] ?? [], at: time, affordable, counts) }
        alerts = kept.map { alert in
            Told(alert: alert, members: alert.members.compactMap { known[$0] }, toldAt: toldAt[alert.id])
        }
    }

    /// The step as a rule sees it: what is too small is not told, what is told always needs no strength.
    private static func step(_ step: ReplayedSeries.Step, _ rule: Rule) -> ReplayedSeries.Step {
        var step = step
        step.changes = rule.told(step.changes)
        if !rule.asksBudget { step.strengths = [:] }
        return step
    }

    private mutating func take(
        _ steps: [ReplayedSeries.Step],
        at time: Int,
        _ budget: AlertBudget,
        _ counts: [String: Int]
    ) {
        var changes: [String: [Change]] = [:]
        for step in steps {
            guard let id = step.changes.first?.series.id else { continue }
            current[id] = step
            changes[id] = step.changes
            for change in step.changes { known[change.id] = change }
        }
        let places = Set(steps.flatMap(\.changes).map { [$0.fromCommit, $0.commit] })
        let told = Set(kept.filter { $0.held == nil }.flatMap(\.members))
        var candidates: [AlertBudget.Candidate] = []
        for (id, step) in current.sorted(by: { $0.key < $1.key }) {
            let here = step.changes.filter {
                $0.state == .confirmed && $0.isRegression == true && places.contains([$0.fromCommit, $0.commit])
            }
            guard !here.isEmpty else { continue }
            // Of a series that says nothing new only these are decided again: the families of its others are not at hand.
            if changes[id] == nil { changes[id] = here }
            for change in here {
                guard let strength = told.contains(change.id) ? StepStrength.most : step.strengths[change.id] else {
                    continue
                }
                candidates.append(
                    AlertBudget.Candidate(
                        id: change.id,
                        place: [change.fromCommit, change.commit],
                        machine: change.series.machine,
                        strength: strength
                    )
                )
            }
        }
        let affordable = budget.affordable(candidates, series: counts)
        var made = kept.count
        let actions = AlertPolicy().actions(
            for: changes,
            alerts: kept,
            known: known,
            unaffordable: Set(candidates.map(\.id)).subtracting(affordable).subtracting(told),
            now: Date(timeIntervalSince1970: Double(time)),
            makeID: {
                made += 1
                return "alt_\(made)"
            }
        )
        for action in actions {
            if let index = kept.firstIndex(where: { $0.id == action.alert.id }) {
                kept[index] = action.alert
            } else {
                kept.append(action.alert)
            }
            if action.event == "alert.opened", toldAt[action.alert.id] == nil { toldAt[action.alert.id] = time }
        }
    }
}
