public import Foundation
import Logging
public import NilometerCore
public import ServiceLifecycle

/// Looks for changes in every series that a new run touched, and tells alerts.
///
/// Work is taken from the database and marked done in the transaction that writes its outcome.
public struct Sweep: Service {
    /// The ports that a sweep needs.
    public typealias Ports = AlertStore & ChangeStore & MachineStore & RunStore & SeriesStore

    /// The most runs of one sweep.
    private static let batch = 1024
    /// The most series whose points are read together.
    private static let readTogether = 2048
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
        guard let task = try await store.dueSweep(limit: Self.batch) else { return false }
        let time = now()
        let stored = try await store.changes(in: task.project.slug, series: nil, withRetracted: true)
        var alerts = AlertLedger(try await store.alerts(in: task.project.slug, state: nil))
        var survey = watchdog.map { Survey(store: store, watchdog: $0, project: task.project, now: time) }
        alerts.take(try await survey?.look(at: task, alerts: alerts.all) ?? [])
        let found = try await judge(task, stored: stored, spoilt: SpoiltPoints(alerts: alerts.all), at: time)
        let judged = try await NameCauses(store: store, project: task.project).named(found, stored: stored)
        alerts.take(try await survey?.shifts(judged, alerts: alerts.all) ?? [])
        let afford = Afford(store: store, project: task.project, now: time)
        let outcome = Tell(eventText: eventText, now: time).outcome(
            of: judged,
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
        for first in stride(from: 0, to: task.series.count, by: Self.readTogether) {
            let series = task.series[first..<min(first + Self.readTogether, task.series.count)]
            for line in try await read.lines(of: Array(series)) {
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
        }
        return judged
    }
}
