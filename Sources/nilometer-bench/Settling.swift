import GRDB

/// Waits until a daemon has nothing left to sweep.
struct Settling {
    /// What it did until then.
    struct Outcome {
        /// From asking until no sweep was due.
        let wallSeconds: Double
        /// Processor time of the daemon, in seconds.
        let cpuSeconds: Double
    }

    private static let longest = 900.0
    /// What still runs when the last mark has gone, such as deliveries and the end of a checkpoint, is counted as well.
    private static let aftermath = Duration.milliseconds(300)

    let daemon: MeasuredDaemon

    /// Returns when the database says that no sweep is due.
    ///
    /// - Parameter cpuBefore: the daemon's processor time when the work was given to it.
    /// - Returns: what it did.
    /// - Throws: `MeasuringFailed` when it is still busy after a quarter of an hour.
    func settle(since cpuBefore: Double) async throws -> Outcome {
        let begun = ContinuousClock.now
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            let queue = try DatabaseQueue(path: daemon.folder + "/nilometer.db", configuration: configuration)
            while try await queue.read({ try Int.fetchOne($0, sql: "SELECT count(*) FROM sweep") ?? 0 }) > 0 {
                guard (ContinuousClock.now - begun).inSeconds < Self.longest else {
                    throw MeasuringFailed(sentence: "Sweeps were still due after 15 minutes; measure with fewer runs.")
                }
                try await Task.sleep(for: .milliseconds(5))
            }
        } catch let error as DatabaseError {
            throw MeasuringFailed(sentence: "The daemon's database could not be read: \(error.message ?? "\(error)")")
        }
        let wall = (ContinuousClock.now - begun).inSeconds
        try await Task.sleep(for: Self.aftermath)
        return Outcome(wallSeconds: wall, cpuSeconds: daemon.usage.cpuSeconds - cpuBefore)
    }
}
