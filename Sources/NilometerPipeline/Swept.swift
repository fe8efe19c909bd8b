/// Tells those who wait for a run that its sweep is done.
public actor Swept {
    private var waiting: [String: AsyncStream<Void>.Continuation] = [:]

    /// Makes it; nobody waits.
    public init() {}

    /// A stream that ends when the run was swept; asked for before the run is stored, so that no sweep is missed.
    ///
    /// - Parameter run: the public id.
    /// - Returns: a stream without elements.
    public func expect(_ run: String) -> AsyncStream<Void> {
        let (done, continuation) = AsyncStream.makeStream(of: Void.self)
        waiting[run] = continuation
        return done
    }

    /// Ends the wait for a run.
    public func forget(_ run: String) { waiting.removeValue(forKey: run)?.finish() }

    /// Tells that runs were swept.
    public func tell(_ runs: [String]) {
        for run in runs { forget(run) }
    }

    /// Whether a stream of `expect` ended within a time.
    public static func ended(_ done: AsyncStream<Void>, within limit: Duration) async -> Bool {
        // Two children of this group: the first to end decides, the other is cancelled and waited for.
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in done {}
                return !Task.isCancelled
            }
            group.addTask {
                do { try await Task.sleep(for: limit) } catch { return false }
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
    }
}
