import ArgumentParser
import Foundation
import NilometerFormats

/// Runs the benchmark commands, as often as was asked for, each time as processes of their own.
struct RunMeasuring: Sendable {
    /// One execution of all commands, which becomes one run.
    struct Repetition: Sendable {
        var begun: Date
        var ended: Date
        /// The results, each a file.
        var files: [UploadFiles.File]
        /// Which command failed, and how; nil when all ended well.
        var failure: String?
    }

    let commands: [ChildProcess]
    let repetitions: Int
    /// Patterns of the files that they write; none for what they print.
    let results: [String]
    /// Where the results are saved; nil for nowhere.
    let folder: RunFolder?
    /// The time now.
    let clock: @Sendable () -> Date

    /// A declared command, its output shown.
    static func process(_ command: DeclaredCommand, isJSON: Bool) -> ChildProcess {
        ChildProcess(
            command: command,
            showing: isJSON ? .onStandardError : .asItIs,
            mostBytes: UploadFiles.mostBytes
        )
    }

    /// The repetitions, up to the first that failed.
    ///
    /// What each gave is saved, also when it failed.
    ///
    /// - Throws: `CommandError` when a command cannot be started, its results cannot be found, or they cannot be saved.
    func measure() async throws -> [Repetition] {
        var done: [Repetition] = []
        for number in 1...repetitions {
            if repetitions > 1 { Output.tell("repetition \(number) of \(repetitions)") }
            let repetition = try await repetition()
            try folder?.save(repetition.files, ofRepetition: number)
            done.append(repetition)
            if repetition.failure != nil { break }
        }
        return done
    }

    private func repetition() async throws -> Repetition {
        let finder = RunResults(patterns: results)
        let marks = finder.marks()
        let begun = clock()
        var printed: [Data] = []
        var failure: String?
        for command in commands {
            let outcome = try await command.run()
            printed.append(Data(outcome.output))
            failure = outcome.failure.map { "“\(command.command.text)” \($0)" }
            if failure != nil { break }
        }
        let ended = clock()
        let files: [UploadFiles.File]
        if failure == nil {
            files = try finder.files(printed: printed, changedSince: marks)
        } else {
            // Whatever is there is worth saving, also where result files are missing.
            files = (try? finder.files(printed: printed, changedSince: marks)) ?? RunResults.files(of: printed)
        }
        return Repetition(begun: begun, ended: ended, files: files, failure: failure)
    }
}
