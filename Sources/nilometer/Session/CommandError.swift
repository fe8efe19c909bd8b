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

    /// Does what a command without a server does; an error becomes a sentence on standard error and an exit status.
    static func telling(_ body: () throws -> Void) throws {
        do { try body() } catch let error as CommandError {
            Output.tell(error.sentence)
            throw error.status
        }
    }
}
