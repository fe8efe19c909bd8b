import ArgumentParser

/// Why a command could not do what it was asked, in one sentence, and the exit status that says so.
struct CommandError: Error {
    var sentence: String
    var status: ExitCode

    /// Something could not be done: status 2.
    static func failed(_ sentence: String) -> CommandError { CommandError(sentence: sentence, status: ExitCode(2)) }

    /// The command was called in a way that it does not understand: status 64.
    static func usage(_ sentence: String) -> CommandError {
        CommandError(sentence: sentence, status: .validationFailure)
    }
}
