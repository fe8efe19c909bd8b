import Logging
public import NilometerCore
public import ServiceLifecycle

/// Stores runs in groups: what waits while one group is written becomes the next group.
public actor Ingest: Service {
    private static let groupSize = 64
    private static let queueSize = 1024
    private static let moment = Duration.milliseconds(100)

    private struct Waiting {
        let run: Run
        let answer: CheckedContinuation<Appended, any Error>
    }

    private let store: any RunStore
    private let doorbell: Doorbell
    private let sweepDoorbell: Doorbell
    private let tidyDoorbell: Doorbell
    private let failed: @Sendable (any Error) -> Void
    private var queue: [Waiting] = []
    private var isClosed = false
    private var lastGroup: ContinuousClock.Instant?

    /// Whether uploads came within the last moments: other work then does well to make way.
    public var isBusy: Bool { !queue.isEmpty || lastGroup.map { .now - $0 < Self.moment } ?? false }

    /// Makes the stage.
    ///
    /// - Parameters:
    ///   - store: where runs go.
    ///   - sweepDoorbell: rung when something was stored.
    ///   - tidyDoorbell: rung likewise.
    ///   - failed: told of every storage failure before the callers are; ends the process when a sync failed.
    public init(
        store: any RunStore,
        sweepDoorbell: Doorbell,
        tidyDoorbell: Doorbell = Doorbell(),
        failed: @escaping @Sendable (any Error) -> Void
    ) {
        self.store = store
        self.doorbell = Doorbell()
        self.sweepDoorbell = sweepDoorbell
        self.tidyDoorbell = tidyDoorbell
        self.failed = failed
    }

    /// Stores a run; returns when it is durable.
    ///
    /// - Throws: `NilometerError` `busy` when the queue is full or the daemon stops; else what the store threw.
    public func append(_ run: Run) async throws -> Appended {
        guard !isClosed, queue.count < Self.queueSize else {
            throw NilometerError(
                .busy,
                "The server has too many uploads waiting; send this run again in a few seconds."
            )
        }
        return try await withCheckedThrowingContinuation { answer in
            queue.append(Waiting(run: run, answer: answer))
            doorbell.ring()
        }
    }

    /// Writes groups until shutdown, then what still waits.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in self.doorbell.rings {
                while await self.writeGroup() {}
            }
        }
        isClosed = true
        while await writeGroup() {}
    }

    private func writeGroup() async -> Bool {
        guard !queue.isEmpty else { return false }
        let group = Array(queue.prefix(Self.groupSize))
        queue.removeFirst(group.count)
        do {
            let answers = try await store.append(group.map(\.run))
            for (waiting, answer) in zip(group, answers) { waiting.answer.resume(returning: answer) }
            sweepDoorbell.ring()
            tidyDoorbell.ring()
        } catch {
            failed(error)
            for waiting in group { waiting.answer.resume(throwing: error) }
        }
        lastGroup = .now
        return true
    }
}
