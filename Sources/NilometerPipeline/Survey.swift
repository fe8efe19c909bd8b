import Foundation
import NilometerCore

/// Looks at the machines that a sweep touches, each as a whole.
struct Survey {
    /// How many runs of a machine are looked at, besides those that are swept.
    private static let runs = 64
    /// How many other machines are asked whether they shifted too.
    private static let others = 3
    /// So many changes at one commit may be a shift.
    private static let fewestMoved = 3
    /// How many runs must stand before a commit for its silence to say something.
    private static let before = 5

    let store: any MachineStore
    let watchdog: any Watchdog
    let project: Project
    let now: Date
    /// What the project's rules ask.
    private var rules: SeriesRules
    /// The ids of the series seen that the rules leave alone.
    private var ignored: Set<String> = []
    /// The newest runs of the machines that are swept.
    private var windows: [String: MachineWindow] = [:]
    private var arrivals: [MachineArrivals] = []
    private var asked = Self.runs

    init(store: any MachineStore, watchdog: any Watchdog, project: Project, now: Date, rules: SeriesRules) {
        self.store = store
        self.watchdog = watchdog
        self.project = project
        self.now = now
        self.rules = rules
    }

    /// What broken measuring, missing benchmarks and silent machines do to alerts.
    mutating func look(at task: SweepTask, alerts: [Alert]) async throws -> [(alert: Alert, event: String?)] {
        asked = Self.runs + task.runs.count
        var sightings: [Sighting] = []
        for machine in Set(task.series.map(\.machine)).sorted() {
            let open = alerts.filter { $0.machine == machine && Self.isFollowed($0) }
            guard let window = try await window(of: machine, reaching: Set(open.map(\.toCommit))) else { continue }
            windows[machine] = window
            sightings += watchdog.sightings(in: window)
        }
        arrivals = try await store.arrivals(in: project.slug, branch: project.defaultBranch)
        sightings += watchdog.silences(among: arrivals, now: now)
        var generator = SystemRandomNumberGenerator()
        return SightingPolicy(project: project.slug, now: now).actions(
            for: sightings,
            alerts: alerts,
            isInSight: isInSight,
            makeID: { PublicID.make("alt_", now: now, using: &generator) }
        )
    }

    /// What shifts of whole machines do to alerts.
    mutating func shifts(_ judged: [JudgedSeries], alerts: [Alert]) async throws -> [(alert: Alert, event: String?)] {
        var sightings: [Sighting] = []
        for (machine, window) in windows.sorted(by: { $0.key < $1.key }) {
            let noisy = judged.filter { $0.line.series.machine == machine && $0.findings.seriesClass != "exact" }
            let changes = noisy.flatMap(\.changes).filter { $0.state != .retracted }
            guard Self.mayBeShift(changes, in: window) else { continue }
            var others: [MachineWindow] = []
            for other in arrivals.map(\.machine) where other != machine && others.count < Self.others {
                if let window = try await self.window(of: other, reaching: []) { others.append(window) }
            }
            let ids = Set(noisy.map(\.line.series.id))
            sightings += watchdog.shifts(in: window, changes: changes, noisy: ids, beside: others)
        }
        var generator = SystemRandomNumberGenerator()
        return SightingPolicy(project: project.slug, now: now).actions(
            for: sightings,
            alerts: alerts,
            isInSight: { _ in false },
            makeID: { PublicID.make("alt_", now: now, using: &generator) }
        )
    }

    private mutating func window(of machine: String, reaching commits: Set<String>) async throws -> MachineWindow? {
        let window = try await store.window(
            of: machine,
            in: project.slug,
            branch: project.defaultBranch,
            runs: asked,
            reaching: commits
        )
        for series in window?.series ?? [] where rules.asked(of: series).isIgnored == true { ignored.insert(series.id) }
        return window?.without(ignored)
    }

    /// Whether it must be known when the alert is over.
    private static func isFollowed(_ alert: Alert) -> Bool {
        switch alert.state {
        case .open, .acknowledged: alert.kind != .regression
        case .resolved: alert.kind == .instrument && alert.backAt == nil
        case .recovered, .accepted, .invalid: false
        }
    }

    /// Whether what the alert tells of would be seen, were it still there.
    private func isInSight(_ alert: Alert) -> Bool {
        if !alert.series.isEmpty, ignored.isSuperset(of: alert.series) { return true }
        guard alert.kind != .environment, let machine = alert.machine else { return false }
        if alert.series.isEmpty { return true }
        guard let window = windows[machine] else { return false }
        if alert.kind == .missing { return isBack(alert, in: window) }
        let place = window.columns.firstIndex { $0.commit == alert.toCommit || $0.commit == alert.fromCommit }
        return place.map { $0 >= Self.before || window.columns.count < asked } ?? false
    }

    /// Whether a benchmark that was missing has reported again; that it is no longer sighted may also be for want of runs.
    private func isBack(_ alert: Alert, in window: MachineWindow) -> Bool {
        let gone = Set(alert.series)
        let places = window.series.indices.filter { gone.contains(window.series[$0].id) }
        let last = window.columns.lastIndex { $0.commit == alert.fromCommit } ?? -1
        return window.columns[(last + 1)...].contains { column in places.contains { column.values[$0].isFinite } }
    }

    private static func mayBeShift(_ changes: [Change], in window: MachineWindow) -> Bool {
        let commits = Set(window.columns.map(\.commit))
        let near = changes.filter { commits.contains($0.commit) }
        let counts = Dictionary(near.flatMap { [($0.commit, 1), ($0.fromCommit, 1)] }, uniquingKeysWith: +)
        return counts.values.contains { $0 >= fewestMoved }
    }
}
