public import Foundation
import Logging
public import NilometerCore
public import ServiceLifecycle

/// Sends what waits in the outbox until it is taken or the schedule ends.
public struct Deliver: Service {
    /// Seconds from one attempt to the next: ten attempts over three days, as Standard Webhooks proposes.
    public static let schedule: [Double] = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]

    private let store: any WebhookStore
    private let notifier: any Notifier
    private let doorbell: Doorbell
    private let now: @Sendable () -> Date
    private let logger: Logger

    /// Makes the stage.
    ///
    /// - Parameters:
    ///   - store: the outbox.
    ///   - notifier: what sends.
    ///   - doorbell: rung when something may be due.
    ///   - now: the clock.
    public init(
        store: any WebhookStore,
        notifier: any Notifier,
        doorbell: Doorbell,
        now: @escaping @Sendable () -> Date
    ) {
        self.store = store
        self.notifier = notifier
        self.doorbell = doorbell
        self.now = now
        self.logger = Logger(label: "nilometer.deliver")
    }

    /// Delivers until shutdown; looks for retries that fell due once a second.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    while !Task.isCancelled {
                        do { try await Task.sleep(for: .seconds(1)) } catch { return }
                        doorbell.ring()
                    }
                }
                for await _ in doorbell.rings {
                    do {
                        while !Task.isCancelled, try await deliverOnce() {}
                    } catch is CancellationError {
                        break
                    } catch {
                        logger.error("The outbox could not be read.", metadata: ["cause": "\(error)"])
                    }
                }
                group.cancelAll()
            }
        }
    }

    /// Sends what is due; false when nothing was.
    public func deliverOnce() async throws -> Bool {
        let due = try await store.dueDeliveries(at: now(), limit: 16)
        guard !due.isEmpty else { return false }
        let notifier = self.notifier
        let time = now()
        let results = await withTaskGroup(of: (Delivery, DeliveryResult).self) { group in
            for delivery in due {
                group.addTask { (delivery, await notifier.send(delivery, at: time)) }
            }
            var results: [(Delivery, DeliveryResult)] = []
            for await result in group { results.append(result) }
            return results
        }
        for (delivery, result) in results { try await store.record(Self.after(result, of: delivery, now: now())) }
        return true
    }

    /// The delivery after an attempt: delivered, failed for good, or due again.
    public static func after(_ result: DeliveryResult, of delivery: Delivery, now: Date) -> Delivery {
        var next = delivery
        next.attempts += 1
        next.lastResult = result.text
        if result.isTaken {
            next.state = .delivered
        } else if next.attempts > schedule.count {
            next.state = .failed
        } else {
            next.dueAt = now.addingTimeInterval(max(schedule[next.attempts - 1], result.retryAfter ?? 0))
        }
        return next
    }
}
