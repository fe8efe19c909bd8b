import NIOHTTP1

/// Uploads runs from several uploaders at once, each of which waits for its answer before it sends the next.
struct Uploading {
    /// What uploading took.
    struct Outcome {
        /// From sending until the daemon acknowledged that the run is durable, one number a run, sorted.
        let answerSeconds: [Double]
        /// From the first upload until the last answer.
        let wallSeconds: Double
        /// Processor time of the daemon in between, in seconds; sweeps that ran meanwhile are part of it.
        let cpuSeconds: Double
    }

    let daemon: MeasuredDaemon
    let project: String

    /// Uploads all bodies.
    func upload(_ bodies: [SyntheticRuns.Body], uploaders: Int) async throws -> Outcome {
        let caller = daemon.caller
        let path = "/api/v1/projects/\(project)/runs"
        let cpuBefore = daemon.usage.cpuSeconds
        let begun = ContinuousClock.now
        // Each uploader is a child of this group, which waits for all of them.
        let seconds = try await withThrowingTaskGroup(of: [Double].self) { group in
            for number in 0..<uploaders {
                group.addTask {
                    var seconds: [Double] = []
                    for index in stride(from: number, to: bodies.count, by: uploaders) {
                        seconds.append(try await caller.expect(201, .POST, path, json: bodies[index].text).seconds)
                    }
                    return seconds
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return Outcome(
            answerSeconds: seconds.sorted(),
            wallSeconds: (ContinuousClock.now - begun).inSeconds,
            cpuSeconds: daemon.usage.cpuSeconds - cpuBefore
        )
    }
}
