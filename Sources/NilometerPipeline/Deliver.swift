public import Foundation
import Logging
public import NilometerCore
public import ServiceLifecycle

/// Sends what waits in the outbox until it is taken or the schedule ends.
///
/// Killed between an attempt and its record, it sends again with the same `webhook-id`: at least once.
public struct Deliver: Service {
    /// The ports that deliveries need.
    public typealias Ports = OutboxStore & WebhookStore

    /// Seconds from one attempt to the next, before jitter: ten attempts over three days, as Standard Webhooks proposes.
    public static let schedule: [Double] = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
    /// The share by which a wait is made longer or shorter at random, so that receivers are not met by all at once.
    public static let jitter = 0.2

    private let store: any Ports
    private let notifier: any Notifier
    private let doorbell: Doorbell
    private let keepsFor: TimeInterval
    private let now: @Sendable () -> Date
    private let logger: Logger
    private let lanes = DeliveryLanes(width: 64)

    /// Makes the stage.
    ///
    /// - Parameters:
    ///   - store: the outbox, and the webhooks.
    ///   - notifier: what sends.
    ///   - doorbell: rung when something may be due.
    ///   - keepsFor: how long deliveries that ended are kept, in seconds.
    ///   - now: the clock.
    public init(
        store: any Ports,
        notifier: any Notifier,
        doorbell: Doorbell,
        keepsFor: TimeInterval = 30 * 86_400,
        now: @escaping @Sendable () -> Date
    ) {
        self.store = store
        self.notifier = notifier
        self.doorbell = doorbell
        self.keepsFor = keepsFor
        self.now = now
        self.logger = Logger(label: "nilometer.deliver")
    }

    /// Delivers until shutdown; looks for retries that fell due once a second, and forgets old deliveries once an hour.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            // Clock and lanes are children of this group: none outlives the service.
            await withDiscardingTaskGroup { group in
                group.addTask { await tick() }
                for await _ in doorbell.rings {
                    for lane in await claimDue() {
                        group.addTask {
                            await send(lane)
                            doorbell.ring()
                        }
                    }
                }
                group.cancelAll()
            }
        }
    }

    /// Sends what is due now, every webhook beside the others; returns how many attempts were made.
    public func deliverOnce() async -> Int {
        // The lanes are children of this group, which waits for all of them.
        await withTaskGroup(of: Int.self) { group in
            for lane in await claimDue() {
                group.addTask {
                    await send(lane)
                    return lane.count
                }
            }
            return await group.reduce(0, +)
        }
    }

    private func tick() async {
        var seconds = 0
        while !Task.isCancelled {
            if seconds % 3600 == 0 {
                do { _ = try await store.forgetDeliveries(endedBefore: now().addingTimeInterval(-keepsFor)) } catch {
                    logger.error("Old deliveries could not be forgotten.", metadata: ["cause": "\(error)"])
                }
            }
            do { try await Task.sleep(for: .seconds(1)) } catch { return }
            seconds += 1
            doorbell.ring()
        }
    }

    private func claimDue() async -> [[Delivery]] {
        do {
            return await lanes.claim(try await store.dueDeliveries(at: now(), each: 4, limit: 1024))
        } catch {
            if !(error is CancellationError) {
                logger.error("The outbox could not be read.", metadata: ["cause": "\(error)"])
            }
            return []
        }
    }

    private func send(_ lane: [Delivery]) async {
        for delivery in lane {
            if Task.isCancelled { break }
            let result = await notifier.send(delivery, at: now())
            // An attempt that shutdown cut short says nothing of the receiver.
            if Task.isCancelled, !result.isTaken { break }
            var generator = SystemRandomNumberGenerator()
            do {
                try await store.record(Self.after(result, of: delivery, now: now(), using: &generator))
                if result.isGone {
                    var webhook = delivery.webhook
                    webhook.isActive = false
                    _ = try await store.updateWebhook(webhook)
                }
            } catch {
                logger.error(
                    "A delivery's outcome could not be written; it will be sent again.",
                    metadata: ["delivery": "\(delivery.id)", "cause": "\(error)"]
                )
            }
            if !result.isTaken { break }
        }
        if let webhook = lane.first?.webhook.id { await lanes.release(webhook) }
    }

    /// The delivery after an attempt: delivered, failed for good, or due again.
    ///
    /// - Parameters:
    ///   - result: what the attempt met.
    ///   - delivery: as it was before.
    ///   - now: the time of the attempt's end.
    ///   - generator: the source of the jitter.
    /// - Returns: the delivery to be written.
    public static func after(
        _ result: DeliveryResult,
        of delivery: Delivery,
        now: Date,
        using generator: inout some RandomNumberGenerator
    ) -> Delivery {
        var next = delivery
        next.attempts += 1
        next.lastResult = result.text
        next.dueAt = now
        if result.isTaken {
            next.state = .delivered
        } else if result.isGone || next.attempts > schedule.count {
            next.state = .failed
        } else {
            let factor = Double.random(in: (1 - jitter)...(1 + jitter), using: &generator)
            let wait = max(schedule[max(0, next.attempts - 1)] * factor, result.retryAfter ?? 0)
            next.dueAt = now.addingTimeInterval(wait)
        }
        return next
    }
}
