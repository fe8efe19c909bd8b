public import Foundation
import Logging
public import NilometerCore
public import ServiceLifecycle

/// Looks for changes in every series that a new run touched, and tells alerts.
///
/// Work is taken from the database and marked done in the transaction that writes its outcome.
public struct Sweep: Service {
    /// The ports that a sweep needs.
    public typealias Ports = AlertStore & ChangeStore & MachineStore & ProjectStore & RunStore & SeriesStore

    /// The most runs of one sweep.
    private static let batch = 1024
    /// How many points are read together, about; the memory that a sweep takes for them is bounded by it.
    private static let pointsTogether = 100_000
    /// How many series are read together before it is known how many points they have, and at most.
    private static let firstTogether = 64
    private static let mostTogether = 2048
    /// While uploads come in, a sweep is followed by a rest of so many times its own length, so that they keep most of the
    /// processor; what comes meanwhile is one sweep.
    private static let restShare = 5.0
    private static let longestRest = Duration.seconds(10)
    /// While uploads come in, a sweep works for a slice and then pauses.
    private static let slice = Duration.milliseconds(5)
    private static let pause = Duration.milliseconds(20)

    private let store: any Ports
    private let detector: any Detector
    private let watchdog: (any Watchdog)?
    private let doorbell: Doorbell
    private let deliverDoorbell: Doorbell
    private let swept: Swept
    private let isBusy: @Sendable () async -> Bool
    private let eventText: @Sendable (String, Alert, [Change], Date) -> String
    private let readRules: @Sendable (String) -> Rules
    private let now: @Sendable () -> Date
    private let logger: Logger

    /// Makes the stage.
    ///
    /// - Parameters:
    ///   - store: where work is read and outcomes are written.
    ///   - detector: what looks at each series.
    ///   - watchdog: what looks at each machine; nil where nothing does.
    ///   - doorbell: rung when there may be work.
    ///   - deliverDoorbell: rung when there may be something to deliver.
    ///   - swept: told of every run whose sweep is done.
    ///   - isBusy: whether uploads are coming in, which a sweep lets go first.
    ///   - eventText: the body of an event: type, alert, members, time.
    ///   - readRules: the rules in a text of `nilometer.toml`.
    ///   - now: the clock.
    public init(
        store: any Ports,
        detector: any Detector,
        watchdog: (any Watchdog)? = nil,
        doorbell: Doorbell,
        deliverDoorbell: Doorbell,
        swept: Swept = Swept(),
        isBusy: @escaping @Sendable () async -> Bool = { false },
        eventText: @escaping @Sendable (String, Alert, [Change], Date) -> String,
        readRules: @escaping @Sendable (String) -> Rules = { _ in Rules() },
        now: @escaping @Sendable () -> Date
    ) {
        self.store = store
        self.detector = detector
        self.watchdog = watchdog
        self.doorbell = doorbell
        self.deliverDoorbell = deliverDoorbell
        self.swept = swept
        self.isBusy = isBusy
        self.eventText = eventText
        self.readRules = readRules
        self.now = now
        self.logger = Logger(label: "nilometer.sweep")
    }

    /// Sweeps what is due, whenever the doorbell rings, until shutdown.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in doorbell.rings {
                do {
                    while !Task.isCancelled {
                        let begun = ContinuousClock.now
                        guard try await sweepOnce() else { break }
                        try await rest(for: (ContinuousClock.now - begun) * Self.restShare)
                    }
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("A sweep failed; it stays due.", metadata: ["cause": "\(error)"])
                }
            }
        }
    }

    /// Makes way for uploads: returns once none come, at the latest after the time given.
    private func rest(for duration: Duration) async throws {
        let end = ContinuousClock.now + min(duration, Self.longestRest)
        while ContinuousClock.now < end, await isBusy() { try await Task.sleep(for: Self.pause) }
    }

    /// Sweeps one batch of runs; false when nothing was due.
    public func sweepOnce() async throws -> Bool {
        guard let due = try await store.dueSweep(limit: Self.batch) else { return false }
        let time = now()
        let text = try await store.rules(of: due.project.slug)?.text
        var rules = SeriesRules(text.map(readRules) ?? Rules())
        let stored = rules.ruled(try await store.changes(in: due.project.slug, series: nil, withRetracted: true))
        let ignored = due.series.filter { rules.asked(of: $0).isIgnored == true }
        let ignoredIDs = Set(ignored.map(\.id))
        var task = due
        task.series = due.series.filter { !ignoredIDs.contains($0.id) }.map { rules.ruled($0) }
        var alerts = AlertLedger(try await store.alerts(in: task.project.slug, state: nil))
        var survey = watchdog.map {
            Survey(store: store, watchdog: $0, project: task.project, now: time, rules: rules)
        }
        alerts.take(try await survey?.look(at: due, alerts: alerts.all) ?? [])
        let found = try await judge(task, stored: stored, spoilt: SpoiltPoints(alerts: alerts.all), at: time)
        let named = try await NameCauses(store: store, project: task.project).named(found, stored: stored)
        let judged = MovedCosts.labelled(named, stored: stored.filter { !ignoredIDs.contains($0.series.id) })
        alerts.take(try await survey?.shifts(judged, alerts: alerts.all) ?? [])
        let afford = Afford(store: store, project: task.project, now: time, rules: rules)
        let outcome = Tell(eventText: eventText, now: time, rules: rules).outcome(
            of: judged + ignored.map { JudgedSeries(leftAlone: $0, stored: stored) },
            stored: stored,
            alerts: alerts,
            unaffordable: try await afford.unaffordable(in: judged, beside: alerts.all)
        )
        try await store.finish(task, with: outcome)
        await swept.tell(task.runs)
        if !outcome.events.isEmpty { deliverDoorbell.ring() }
        return true
    }

    /// Judges the series of a task one after another, and makes way for uploads between them.
    private func judge(
        _ task: SweepTask,
        stored: [Change],
        spoilt: SpoiltPoints,
        at time: Date
    ) async throws -> [JudgedSeries] {
        let known = Dictionary(grouping: stored, by: \.series.id)
        let judge = Judge(detector: detector, branch: task.project.defaultBranch, now: time)
        let read = ReadLines(store: store, project: task.project, spoilt: spoilt)
        var judged: [JudgedSeries] = []
        var begun = ContinuousClock.now
        var rest = task.series[...]
        var together = Self.firstTogether
        while !rest.isEmpty {
            let series = rest.prefix(together)
            rest = rest.dropFirst(together)
            var points = 0
            for line in try await read.lines(of: Array(series)) {
                points += line.points.count
                try Task.checkCancellation()
                if .now - begun > Self.slice {
                    if await isBusy() { try await Task.sleep(for: Self.pause) }
                    begun = .now
                }
                let stored = known[line.series.id] ?? []
                if let found = try judge.judged(line, stored: stored) {
                    judged.append(found)
                } else if let found = try judge.judged(try await read.whole(line.series), stored: stored) {
                    judged.append(found)
                }
            }
            together = max(1, min(Self.mostTogether, series.count * Self.pointsTogether / max(1, points)))
        }
        return judged
    }
}
