import NilometerCore

/// Lets a few large bodies through at a time, so that many at once do not fill the memory.
actor BodyGate {
    private let width: Int
    private let queueSize: Int
    private var inside = 0
    private var queue: [CheckedContinuation<Void, Never>] = []

    /// Makes a gate for `width` bodies at a time; `queueSize` more may wait.
    init(width: Int, queueSize: Int) {
        self.width = width
        self.queueSize = queueSize
    }

    /// Waits for a place, in order of arrival.
    ///
    /// - Throws: `NilometerError` `busy` when too many wait.
    func enter() async throws(NilometerError) {
        if inside < width {
            inside += 1
            return
        }
        guard queue.count < queueSize else {
            throw NilometerError(
                .busy,
                "The server is reading as many large uploads as it can; send this one again in a few seconds."
            )
        }
        await withCheckedContinuation { queue.append($0) }
    }

    /// Gives the place to the next who waits.
    func leave() {
        guard queue.isEmpty else { return queue.removeFirst().resume() }
        inside -= 1
    }
}
