import ArgumentParser

/// What a command does that only advises: it never stops a pipeline, and says where it would have.
enum Advice {
    /// Does the work; where it is only advice, a status of 1, 2 or 3 becomes 0 and is told.
    ///
    /// - Throws: what the work throws, else nothing.
    static func giving(_ isOnlyAdvice: Bool, _ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let status as ExitCode where isOnlyAdvice && (1...3).contains(status.rawValue) {
            Output.tell("The status would be \(status.rawValue); it is 0 because of --advisory.")
        }
    }
}
