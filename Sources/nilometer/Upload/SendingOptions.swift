import ArgumentParser
import NilometerClient

/// How long a server is waited for, and what happens when it cannot be had.
struct SendingOptions: ParsableArguments {
    @Option(help: "Wait up to this long for the verdict of the sweep, at most 60s.")
    var wait: Wait?
    @Option(help: "Try again for this long while the server is busy or out of reach.")
    var retryFor = Wait(seconds: 120)
    @Option(
        help: """
            The folder that keeps what could not be sent (NILOMETER_SPOOL; nilometer/spool in XDG_STATE_HOME or \
            ~/.local/state when neither is given).
            """,
        completion: .directory
    )
    var spoolDir: String?
    @Flag(help: "End with status 0 where it would be 1, 2 or 3, and say so.")
    var advisory = false

    func validate() throws {
        if let wait, wait.seconds > 60 { throw ValidationError("--wait is at most 60s.") }
    }

    /// The patience with one upload.
    var patience: Patience {
        Patience(answer: .seconds(60 + (wait?.seconds ?? 0)), retry: .seconds(retryFor.seconds), isTold: true)
    }

    /// Does the work; where it is only advice, a status of 1, 2 or 3 becomes 0 and is told.
    ///
    /// - Throws: what the work throws, else `ExitCode` 0.
    func advising(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let status as ExitCode where advisory && (1...3).contains(status.rawValue) {
            Output.tell("The status would be \(status.rawValue); it is 0 because of --advisory.")
        }
    }
}
