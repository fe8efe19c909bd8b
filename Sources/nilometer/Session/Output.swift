import ArgumentParser
import Foundation
import Glibc

/// Standard output: where it goes, how wide it is, and writing to it.
struct Output: Sendable {
    /// The columns of the terminal; nil where it is no terminal, and nothing is shortened.
    var width: Int?
    /// Whether colours are shown.
    var hasColour: Bool

    /// What standard output is now.
    static func current(environment: [String: String]) -> Output {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let isPlain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        return Output(width: isTerminal ? columns(environment) : nil, hasColour: isTerminal && !isPlain)
    }

    /// Writes text and waits until it is taken; ends quietly when the reader has gone.
    ///
    /// - Throws: `ExitCode` 0 when the pipe is closed, `CommandError` when the text cannot be written.
    func write(_ text: String) throws { try write(Array(text.utf8)) }

    /// Writes bytes in the same way.
    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                var wanted = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                poll(&wanted, 1, -1)
            case EPIPE: throw ExitCode.success
            default:
                let reason = String(cString: strerror(errno))
                throw CommandError.failed(
                    "Standard output could not be written (\(reason)); free space or redirect it."
                )
            }
        }
    }

    /// Writes one sentence to standard error.
    static func tell(_ sentence: String) {
        FileHandle.standardError.write(Data("nilometer: \(TextPlain.of(sentence))\n".utf8))
    }

    private static func columns(_ environment: [String: String]) -> Int {
        var size = winsize()
        if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        return environment["COLUMNS"].flatMap(Int.init).map { max(20, $0) } ?? 80
    }
}
