import Foundation

/// Waits until a daemon has nothing left to do.
struct Settling {
    /// What it did until then.
    struct Outcome {
        /// Until the beginning of the quiet time.
        let wallSeconds: Double
        /// Processor time of the daemon, in seconds.
        let cpuSeconds: Double
    }

    /// How long a daemon must be quiet, and how much processor time a quiet one may use meanwhile.
    private static let quiet = (wallSeconds: 1.0, cpuSeconds: 0.02)
    private static let longest = 900.0

    let daemon: MeasuredDaemon

    /// Returns when the daemon has been quiet for a second; that second is not counted.
    ///
    /// - Parameter cpuBefore: the daemon's processor time when the work was given to it.
    /// - Returns: what it did.
    /// - Throws: `MeasuringFailed` when it is still busy after a quarter of an hour.
    func settle(since cpuBefore: Double) async throws -> Outcome {
        let begun = ContinuousClock.now
        var quietSince = 0.0
        var cpuThen = daemon.usage.cpuSeconds
        while true {
            try await Task.sleep(for: .milliseconds(20))
            let now = (ContinuousClock.now - begun).inSeconds
            let cpu = daemon.usage.cpuSeconds
            if cpu - cpuThen > Self.quiet.cpuSeconds {
                (quietSince, cpuThen) = (now, cpu)
            } else if now - quietSince >= Self.quiet.wallSeconds {
                return Outcome(wallSeconds: quietSince, cpuSeconds: cpuThen - cpuBefore)
            }
            guard now < Self.longest else {
                throw MeasuringFailed(
                    sentence: "The daemon was still busy after \(Int(now)) s; measure with fewer runs."
                )
            }
        }
    }
}
