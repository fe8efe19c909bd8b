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

    func validate() throws {
        if let wait, wait.seconds > 60 { throw ValidationError("--wait is at most 60s.") }
    }

    /// The patience with one upload.
    var patience: Patience {
        Patience(answer: .seconds(60 + (wait?.seconds ?? 0)), retry: .seconds(retryFor.seconds), isTold: true)
    }

    /// Finds the spool when it is needed.
    func spool(in environment: [String: String]) -> @Sendable () throws(CommandError) -> Spool {
        let given = spoolDir
        return { () throws(CommandError) in try Spool.found(given, in: environment) }
    }
}
