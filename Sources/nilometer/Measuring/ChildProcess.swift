import Foundation
import Glibc
import NilometerFormats
import Subprocess
import SystemPackage

/// Runs one command as a process group of its own, shows what it prints while it comes, and keeps it.
///
/// Its standard input is empty. When the task is cancelled or the time is up, the whole group gets SIGINT, a second later
/// SIGTERM, and five seconds later SIGKILL, so that nothing of it is left behind. Our tokens are not among its variables:
/// a benchmark has no use for them.
struct ChildProcess: Sendable {
    /// What is shown while the process runs.
    enum Showing: Sendable {
        /// Nothing: the end of it is told where it fails.
        case nothing
        /// All it prints, on our standard error.
        case onStandardError
        /// What it prints on each, on ours.
        case asItIs
    }

    /// The most bytes of output that are kept, unless said.
    static let usualMostBytes = 64 * 1_048_576
    /// How much of standard error is kept.
    private static let mostErrorBytes = 16_384

    /// The command.
    var command: DeclaredCommand
    /// Where it runs; the current folder when nil.
    var folder: String?
    /// Variables that are added, or taken away where nil.
    var environment: [String: String?] = [:]
    /// What is shown meanwhile.
    var showing = Showing.nothing
    /// After which time it is ended.
    var timeLimit: Duration?
    /// The most bytes that it may print.
    var mostBytes = Self.usualMostBytes
    /// How long a process that was told to end may take before it is killed.
    var patience = Duration.seconds(5)

    private enum Part: Sendable {
        case output([UInt8], isWhole: Bool)
        case errors([UInt8])
    }

    private enum Event: Sendable {
        case ended(ChildOutcome)
        case timeIsUp(Duration)
    }

    /// Runs it to its end.
    ///
    /// - Throws: `CommandError` when it cannot be started; `CancellationError` when the task was cancelled meanwhile.
    func run() async throws -> ChildOutcome {
        guard let timeLimit else { return try await started() }
        return try await withThrowingTaskGroup(of: Event.self) { tasks in
            tasks.addTask { .ended(try await started()) }
            tasks.addTask {
                try await Task.sleep(for: timeLimit)
                return .timeIsUp(timeLimit)
            }
            var limit: Duration?
            while true {
                do {
                    switch try await tasks.next() {
                    case .ended(let outcome):
                        tasks.cancelAll()
                        return outcome
                    case .timeIsUp(let duration):
                        limit = duration
                        tasks.cancelAll()
                    case nil: throw CancellationError()
                    }
                } catch is CancellationError {
                    guard let limit, !Task.isCancelled else { throw CancellationError() }
                    return ChildOutcome(ending: .timeLimit(limit), output: [], errors: [])
                }
            }
        }
    }

    private func started() async throws -> ChildOutcome {
        let words = command.words
        guard let program = words.first else {
            throw CommandError.usage("There is no command to run; give it after --.")
        }
        var platform = PlatformOptions()
        platform.processGroupID = 0
        platform.teardownSequence = ending
        var variables: [Subprocess.Environment.Key: String?] = [
            "NILOMETER_TOKEN": nil, "NILOMETER_ID_TOKEN": nil, "NILOMETER_GITHUB_TOKEN": nil,
            "NILOMETER_GITLAB_TOKEN": nil, "CIRCLE_OIDC_TOKEN_V2": nil,
        ]
        if let folder { variables["PWD"] = .some(folder) }
        for (name, value) in environment { variables[Subprocess.Environment.Key(stringLiteral: name)] = .some(value) }
        do {
            let result = try await Subprocess.run(
                // A path counts from the folder in which the program runs.
                program.contains("/") ? .path(FilePath(program)) : .name(program),
                arguments: Arguments(Array(words.dropFirst())),
                environment: .inherit.updating(variables),
                workingDirectory: folder.map { FilePath($0) },
                platformOptions: platform,
                input: .none,
                output: .sequence,
                error: .sequence
            ) { execution in
                let (output, errors) = (execution.standardOutput, execution.standardError)
                return try await withThrowingTaskGroup(of: Part.self) { tasks in
                    tasks.addTask { try await collect(output) }
                    tasks.addTask { .errors(try await collect(errors: errors)) }
                    var outcome = ChildOutcome(ending: .exited(0), output: [], errors: [])
                    for try await part in tasks {
                        switch part {
                        case .errors(let bytes): outcome.errors = bytes
                        case .output(let bytes, let isWhole):
                            outcome.output = bytes
                            guard !isWhole else { continue }
                            outcome.ending = .outputLimit(mostBytes)
                            await execution.teardown(using: ending)
                        }
                    }
                    return outcome
                }
            }
            var outcome = result.closureResult
            let isEnded = outcome.ending != .exited(0)
            // The first of the group may go before the others.
            if isEnded || Task.isCancelled { kill(-result.processIdentifier.value, SIGKILL) }
            try Task.checkCancellation()
            guard !isEnded else { return outcome }
            switch result.terminationStatus {
            case .exited(let status): outcome.ending = .exited(status)
            case .signaled(let signal): outcome.ending = .signalled(signal)
            }
            return outcome
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw sentence(error, program)
        }
    }

    private var ending: [TeardownStep] {
        [
            .send(signal: .interrupt, toProcessGroup: true, allowedDurationToNextStep: min(.seconds(1), patience)),
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: patience),
        ]
    }

    private func sentence(_ error: SubprocessError, _ program: String) -> CommandError {
        switch error.code {
        case .executableNotFound:
            .failed("“\(program)” was not found; check that it is installed and that PATH has its folder.")
        case .failedToChangeWorkingDirectory:
            .failed("“\(program)” could not be started in “\(folder ?? ".")”; check that this folder exists.")
        default:
            .failed("“\(program)” could not be run (\(error.description)); check that it may be run here.")
        }
    }

    private func collect(_ output: SubprocessOutputSequence) async throws -> Part {
        var kept: [UInt8] = []
        for try await part in output {
            let room = mostBytes - kept.count
            part.withUnsafeBytes { kept.append(contentsOf: $0.prefix(room)) }
            show(part, on: showing == .asItIs ? STDOUT_FILENO : STDERR_FILENO)
            if part.count > room { return .output(kept, isWhole: false) }
        }
        return .output(kept, isWhole: true)
    }

    private func collect(errors: SubprocessOutputSequence) async throws -> [UInt8] {
        var kept: [UInt8] = []
        for try await part in errors {
            part.withUnsafeBytes { kept.append(contentsOf: $0) }
            if kept.count > 2 * Self.mostErrorBytes { kept.removeFirst(kept.count - Self.mostErrorBytes) }
            show(part, on: STDERR_FILENO)
        }
        return Array(kept.suffix(Self.mostErrorBytes))
    }

    /// Shows bytes; a reader who has gone is no reason to end what is measured.
    private func show(_ part: SubprocessOutputSequence.Buffer, on descriptor: CInt) {
        guard showing != .nothing else { return }
        part.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR || errno == EAGAIN { continue }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }
}
