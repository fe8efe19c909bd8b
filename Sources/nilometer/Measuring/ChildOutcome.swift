import Glibc

/// What became of a process.
struct ChildOutcome: Sendable, Equatable {
    /// How it ended.
    enum Ending: Sendable, Equatable {
        /// By itself, with this status.
        case exited(CInt)
        /// By a signal that was not ours.
        case signalled(CInt)
        /// By us, because it took longer than this.
        case timeLimit(Duration)
        /// By us, because it printed more bytes than this.
        case outputLimit(Int)
    }

    /// How it ended.
    var ending: Ending
    /// All that it printed on standard output.
    var output: [UInt8]
    /// The last of what it printed on standard error.
    var errors: [UInt8]

    /// Why it did not end well, such as “ended with status 1”; nil when it did.
    var failure: String? {
        switch ending {
        case .exited(0): nil
        case .exited(127): "ended with status 127, as shells do where a program is not found"
        case .exited(let status): "ended with status \(status)"
        case .signalled(let signal): "was ended by signal \(signal) (\(Self.name(of: signal)))"
        case .timeLimit(let limit): "was ended because it took longer than \(TextSpan.text(limit))"
        case .outputLimit(let bytes):
            "was ended because it printed more than \(bytes / 1_048_576) MiB; let it write its results into files "
                + "(--results), or print less"
        }
    }

    /// The last lines of standard error, or of the output where there are none; empty where it said nothing.
    var lastWords: String {
        let source = errors.contains { $0 > 32 } ? errors : Array(output.suffix(2000))
        let lines = String(decoding: source, as: UTF8.self).split(whereSeparator: \.isNewline)
            .filter { !$0.allSatisfy(\.isWhitespace) }
        return lines.suffix(5).map { TextPlain.of(String($0.suffix(300))) }.joined(separator: " | ")
    }

    private static func name(of signal: CInt) -> String { strsignal(signal).map { String(cString: $0) } ?? "unknown" }
}
