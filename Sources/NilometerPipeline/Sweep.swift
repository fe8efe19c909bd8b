public import Foundation
import Logging
public import NilometerCore
public import ServiceLifecycle

/// Looks for changes in every series that a new run touched, and tells alerts.
///
/// Work is taken from the database and marked done in the transaction that writes its outcome.
public struct Sweep: Service {
    /// The ports that a sweep needs.
    public typealias Ports = AlertStore & ChangeStore & SeriesStore

    /// The most runs of one sweep.
    private static let batch = 1024
    /// While uploads come in, a sweep is followed by a rest of so many times its own length, so that they keep most of the
    /// processor; what comes meanwhile is one sweep.
    private static let restShare = 5.0
    private static let longestRest = Duration.seconds(10)
    /// While uploads come in, a sweep works for a slice and then pauses.
    private static let slice = Duration.milliseconds(5)
    private static let pause = Duration.milliseconds(20)

    private let store: any Ports
    private let detector: any Detector
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
    ///   - doorbell: rung when there may be work.
    ///   - deliverDoorbell: rung when there may be something to deliver.
    ///   - swept: told of every run whose sweep is done.
    ///   - isBusy: whether uploads are coming in, which a sweep lets go first.
    ///   - eventText: the body of an event: type, alert, members, time.
    ///   - now: the clock.
    public init(
        store: any Ports,
        detector: any Detector,
        doorbell: Doorbell,
        deliverDoorbell: Doorbell,
        swept: Swept = Swept(),
        isBusy: @escaping @Sendable () async -> Bool = { false },
        eventText: @escaping @Sendable (String, Alert, [Change], Date) -> String,
        now: @escaping @Sendable () -> Date
    ) {
        self.store = store
        self.detector = detector
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
        let slug = task.project.slug
        let branch = task.project.defaultBranch
        let ids = task.series.map(\.id)
        let points = try await store.points(of: ids, in: slug, branch: branch)
        let stored = try await store.changes(in: slug, series: nil, withRetracted: true)
        let storedOfSeries = Dictionary(grouping: stored, by: \.series.id)
        var generator = SystemRandomNumberGenerator()
        let time = now()
        var outcome = SweepOutcome()
        let samples = try await store.samples(in: slug, of: Self.wantedSamples(task.series, points))
        var swept: [String: [Change]] = [:]
        var begun = ContinuousClock.now
        for series in task.series {
            try Task.checkCancellation()
            if .now - begun > Self.slice {
                if await isBusy() { try await Task.sleep(for: Self.pause) }
                begun = .now
            }
            let line = Self.with(samples[series.id] ?? [:], points[series.id] ?? [])
            let known = storedOfSeries[series.id] ?? []
            let changes = ChangeMatching.changes(
                for: detector.findings(in: line, isExact: series.isExact).changes,
                points: line,
                series: series,
                branch: branch,
                stored: known,
                makeID: { PublicID.make("chg_", now: time, using: &generator) }
            )
            swept[series.id] = changes
            if changes != known { outcome.changes[series.id] = changes }
        }
        let actions = AlertPolicy().actions(
            for: swept,
            alerts: try await store.alerts(in: slug, state: nil),
            known: Dictionary(stored.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }),
            now: time,
            makeID: { PublicID.make("alt_", now: time, using: &generator) }
        )
        var current = Dictionary(stored.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for change in swept.values.joined() { current[change.id] = change }
        for action in actions {
            outcome.alerts.append(action.alert)
            guard let event = action.event else { continue }
            outcome.events.append(
                AlertEvent(
                    id: PublicID.make("evt_", now: time, using: &generator),
                    type: event,
                    alert: action.alert,
                    at: time,
                    actor: "nilometer",
                    body: eventText(event, action.alert, action.alert.members.compactMap { current[$0] }, time)
                )
            )
        }
        try await store.finish(task, with: outcome)
        await self.swept.tell(task.runs)
        if !outcome.events.isEmpty { deliverDoorbell.ring() }
        return true
    }

    /// The series of each run whose samples can decide: those of runs whose centre differs from a neighbour's.
    ///
    /// Counts are few and cheap; for other metrics the samples are read only where the level jumps by more than a half.
    private static func wantedSamples(_ series: [Series], _ points: [String: [Point]]) -> [String: [String]] {
        var wanted: [String: [String]] = [:]
        for series in series {
            let line = points[series.id] ?? []
            var runs: Set<String> = []
            for (a, b) in zip(line, line.dropFirst()) {
                let isJump =
                    series.isExact
                    ? a.value != b.value : abs(a.value - b.value) > 0.5 * min(abs(a.value), abs(b.value))
                if isJump { runs.formUnion([a.run, b.run]) }
            }
            for run in runs { wanted[run, default: []].append(series.id) }
        }
        return wanted
    }

    private static func with(_ samples: [String: [Double]], _ points: [Point]) -> [Point] {
        guard !samples.isEmpty else { return points }
        return points.map { point in
            var point = point
            point.samples = samples[point.run] ?? []
            return point
        }
    }
}
