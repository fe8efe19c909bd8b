import Subprocess

/// What became of a command.
struct CommandOutcome: Sendable {
    /// How it ended.
    enum End: Sendable, Equatable {
        /// By itself, with this status.
        case exited(Int32)
        /// By this signal.
        case signalled(Int32)
        /// It was ended when its time was over.
        case timedOut
    }

    /// How it ended.
    var end: End
    /// What it wrote to standard output.
    var output: [UInt8]
    /// The last lines that it wrote to standard error.
    var lastErrors: String

    /// Whether it ended by itself with status 0.
    var isSuccess: Bool { end == .exited(0) }

    /// How it ended, as the rest of a sentence: “ended with status 2”.
    var text: String {
        switch end {
        case .exited(let status): "ended with status \(status)"
        case .signalled(let signal): "was ended by signal \(signal)"
        case .timedOut: "took longer than it may, and was ended"
        }
    }
}
