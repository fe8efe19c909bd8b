public import ServiceLifecycle

/// Knows whether the daemon stops; the last service of the group, so that it is the first to hear of it.
public actor Readiness: Service {
    private let drain: Duration
    private(set) var isStopping = false

    /// Makes it.
    ///
    /// - Parameter drain: how long the server goes on to accept once `/readyz` says 503, so that balancers see it.
    public init(drain: Duration) {
        self.drain = drain
    }

    /// Waits for shutdown, says so, and lets the drain time pass.
    public func run() async throws {
        do { try await gracefulShutdown() } catch { return }
        isStopping = true
        do { try await Task.sleep(for: drain) } catch { return }
    }
}
