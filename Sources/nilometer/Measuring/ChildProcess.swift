import Foundation
import Glibc
import Subprocess
import SystemPackage

/// A command that is run, and whose output is kept.
struct ChildProcess: Sendable {
    /// Where the command's output goes besides.
    enum Display: Sendable {
        /// To our own standard output and standard error, as it comes.
        case live
        /// All of it to our own standard error, for where standard output is ours alone.
        case onErrors
        /// Nowhere.
        case none
    }

    /// The most bytes of standard output that are kept.
    private static let mostOutput = 64 * 1_048_576
    /// The most bytes of standard error that are kept, of its end.
    private static let mostErrors = 4096
    /// How long a command has to end in order.
    private static let patience = Duration.seconds(5)

    /// The program and its arguments; at least one.
    var words: [String]
    /// Where it runs; nil for the current folder.
    var folder: String?
    /// Variables that it has besides ours.
    var environment: [String: String] = [:]
    /// How long it may take; nil for ever.
    var timeLimit: Duration?
    /// Where its output goes besides.
    var display = Display.none

    /// A line for a shell.
    static func shell(_ line: String) -> ChildProcess { ChildProcess(words: ["/bin/sh", "-c", line]) }

    /// The command as it would be typed.
    var text: String { words.map(Self.quoted).joined(separator: " ") }

    /// Runs it to its end.
    ///
    /// Its standard input is empty; it leads a process group of its own, which ends with it when the time
    /// is over or the caller is cancelled.
    ///
    /// - Throws: `CommandError` when it cannot be started or writes too much; `CancellationError`.
    func run() async throws -> CommandOutcome {
        var timedOut = false
        // The command and the clock that watches it are children of this group.
        let outcome = try await withThrowingTaskGroup(of: CommandOutcome?.self) { group in
            group.addTask { try await start() }
            if let timeLimit {
                group.addTask {
                    try? await Task.sleep(for: timeLimit)
                    return nil
                }
            }
            while let next = try await group.next() {
                if let next {
                    group.cancelAll()
                    return next
                }
                if !Task.isCancelled { timedOut = true }
                group.cancelAll()
            }
            throw CancellationError()
        }
        try Task.checkCancellation()
        return timedOut
            ? CommandOutcome(end: .timedOut, output: outcome.output, lastErrors: outcome.lastErrors) : outcome
    }

    private func start() async throws -> CommandOutcome {
        guard let program = words.first, !program.isEmpty else { throw CommandError.usage("The command is empty.") }
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: Self.patience)
        ]
        let added = Dictionary(
            uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        )
        do {
            let result = try await Subprocess.run(
                program.contains("/") ? .path(FilePath(program)) : .name(program),
                arguments: Arguments(Array(words.dropFirst())),
                environment: .inherit.updating(added.mapValues { Optional($0) }),
                workingDirectory: folder.map { FilePath($0) },
                platformOptions: options,
                input: .none,
                output: .sequence,
                error: .sequence
            ) { execution in
                let group = execution.processIdentifier.value
                return try await withTaskCancellationHandler {
                    try await collect(execution.standardOutput, execution.standardError)
                } onCancel: {
                    // What the command itself started must not outlive it and hold its output open.
                    kill(-group, SIGTERM)
                }
            }
            let end: CommandOutcome.End =
                switch result.terminationStatus {
                case .exited(let status): .exited(status)
                case .signaled(let signal): .signalled(signal)
                }
            return CommandOutcome(
                end: end,
                output: result.closureResult.output,
                lastErrors: result.closureResult.errors
            )
        } catch let error as SubprocessError {
            throw CommandError.failed(reason(error))
        }
    }

    /// Reads both streams at once, so that neither fills up.
    private func collect(
        _ output: SubprocessOutputSequence,
        _ errors: SubprocessOutputSequence
    ) async throws -> (output: [UInt8], errors: String) {
        async let kept = Self.bytes(of: output, most: Self.mostOutput, shownOn: shown(STDOUT_FILENO), keepsEnd: false)
        async let last = Self.bytes(of: errors, most: Self.mostErrors, shownOn: shown(STDERR_FILENO), keepsEnd: true)
        return (try await kept, String(decoding: try await last, as: UTF8.self))
    }

    private func shown(_ stream: Int32) -> Int32? {
        switch display {
        case .live: stream
        case .onErrors: STDERR_FILENO
        case .none: nil
        }
    }

    private static func bytes(
        of sequence: SubprocessOutputSequence,
        most: Int,
        shownOn stream: Int32?,
        keepsEnd: Bool
    ) async throws -> [UInt8] {
        var kept: [UInt8] = []
        for try await part in sequence {
            let bytes = part.withUnsafeBytes { Array($0) }
            if let stream { show(bytes, on: stream) }
            kept += bytes
            guard kept.count > most else { continue }
            guard keepsEnd else {
                throw CommandError.failed(
                    "The command wrote more than \(most / 1_048_576) MiB to its standard output; let it write results only."
                )
            }
            kept.removeFirst(kept.count - most)
        }
        return kept
    }

    /// Passes bytes on; a reader that has gone away does not end the measurement.
    private static func show(_ bytes: [UInt8], on stream: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(stream, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return
            }
        }
    }

    private func reason(_ error: SubprocessError) -> String {
        switch error.code {
        case .executableNotFound:
            "The program “\(words[0])” was not found; check the spelling and the PATH."
        case .failedToChangeWorkingDirectory:
            "The folder \(folder ?? ".") could not be entered; check that it exists."
        default: "“\(text)” could not be run (\(error)); run it by hand to see why."
        }
    }

    private static func quoted(_ word: String) -> String {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-")
        if !word.isEmpty, word.allSatisfy(plain.contains) { return word }
        return "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
