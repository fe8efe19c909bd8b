import Logging
public import NilometerCore
public import ServiceLifecycle

/// Lets the engine do its housekeeping beside the uploads, never on the way of an answer.
public struct Tidy: Service {
    /// What comes within this time of the last housekeeping waits for the next; so long may the ledger lack a sync.
    private static let rest = Duration.milliseconds(250)

    private let store: any RunStore
    private let doorbell: Doorbell
    private let failed: @Sendable (any Error) -> Void

    /// Makes the service.
    ///
    /// - Parameters:
    ///   - store: the engine.
    ///   - doorbell: rung when something was stored.
    ///   - failed: told of every failure; the work stays to be done.
    public init(store: any RunStore, doorbell: Doorbell, failed: @escaping @Sendable (any Error) -> Void) {
        self.store = store
        self.doorbell = doorbell
        self.failed = failed
    }

    /// Tidies whenever the doorbell rings, until shutdown, and once more then.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in doorbell.rings {
                await tidy()
                // Only the end of the daemon cuts the rest short, and then the stream of rings is over, too.
                try? await Task.sleep(for: Self.rest)
            }
        }
        await tidy()
    }

    private func tidy() async {
        do { while try await store.tidy() {} } catch is CancellationError {} catch { failed(error) }
    }
}
