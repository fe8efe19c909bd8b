import ArgumentParser
import UnixSignals

/// Lets a command end in order when the user presses Ctrl-C or the CI gives up.
enum Interruption {
    /// The status of a program that Ctrl-C ended.
    private static let status = ExitCode(130)

    /// Runs `body`; the first SIGINT or SIGTERM cancels it, and once it has tidied up the status is 130.
    ///
    /// - Throws: what `body` throws, or `ExitCode` 130.
    static func ending<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        // The work and who listens for signals are children of this group.
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await _ in signals { return nil }
                return nil
            }
            guard let first = try await group.next() else { throw status }
            group.cancelAll()
            if let first { return first }
            Output.tell("It was interrupted; what was begun is tidied up.")
            do { while try await group.next() != nil {} } catch {}
            throw status
        }
    }
}
