import ArgumentParser
import Foundation
import NilometerCore
import NilometerDetection
import NilometerFormats

/// Measures two revisions in turn on this machine, and says what changed.
struct AbCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ab",
        abstract: "Measures two revisions in turn on this machine, and says what changed.",
        usage: """
            nilometer ab --base REV [--head REV] [--setup 'BUILD'] [--pairs N] [--max-time 10m] -- CMD…
            nilometer ab --base REV --confirm REPORT.json -- go test -run '^$' -bench '{benchmarks}' ./...
            """,
        discussion: """
            Each side is checked out beside the clone and set up once; then CMD runs in the order base, head, head, base, \
            and so on, each time as a process of its own, so that a drift of the machine falls on both sides alike. What a \
            process says of a benchmark counts once, however many samples it has. The first pair warms the machine and is \
            left out. It is looked after 40 %, 67 % and all of the pairs, and it ends when every row is decided; all looks \
            together err in at most 1 % (each row is corrected for the number of rows). The time limit is a last look. No \
            server is needed.

            CMD is a program and its arguments, or one word with spaces for the shell. It runs in the folder of each side \
            that this folder is of the clone. {benchmarks} in an argument, and NILOMETER_BENCHMARKS in the environment, \
            stand for a regular expression of the benchmarks that --confirm names, and of all without it. A run that fails \
            is tried once again; if it fails again, what was measured before is judged, and the status is 2.

            Counts such as allocs/op need no statistics: --metric allocs/op is decided by two pairs.

            Exit status: 0 nothing regressed · 1 regressed · 2 it could not be measured · 3 no benchmark is on both sides, \
            or --require-conclusive and a row is inconclusive · 64 wrong usage.
            """
    )

    @OptionGroup(title: "What is measured") var asked: AbAsked
    @OptionGroup(title: "Options of the answer") var answer: AbAnswerOptions
    @Argument(parsing: .postTerminator, help: "The command that runs the benchmarks, after --.")
    var command: [String] = []

    func validate() throws {
        if command.isEmpty { throw ValidationError("Give the command that runs the benchmarks after --.") }
        if isLine, command[0].contains(SuspectedRows.placeholder) {
            throw ValidationError(
                "In a line for the shell write \"$NILOMETER_BENCHMARKS\" for \(SuspectedRows.placeholder)."
            )
        }
    }

    func run() async throws {
        do {
            let status = try await status()
            if status != 0 { throw ExitCode(status) }
        } catch let error as CommandError {
            Output.tell(error.sentence)
            throw answer.advisory && error.status == ExitCode(2) ? ExitCode(0) : error.status
        } catch  where !(error is ExitCode || error is ValidationError || error is CancellationError) {
            // Left to the parser of arguments, this would end with the status of a regression.
            Output.tell("It could not be measured (\(error)).")
            throw ExitCode(2)
        }
    }

    private var isLine: Bool { command.count == 1 && command[0].contains(where: \.isWhitespace) }

    private func status() async throws -> Int32 {
        let output = Output.current(environment: ProcessInfo.processInfo.environment)
        let confirmation = try SuspectedRows.read(asked.confirm)
        if let confirmation, confirmation.isEmpty {
            Output.tell("Nothing regressed in what is to be confirmed; nothing was measured.")
            return 0
        }
        let place = try await AbPlace.found(
            from: FileManager.default.currentDirectoryPath,
            base: asked.base,
            head: asked.head
        )
        for sentence in place.sentences { Output.tell(sentence) }
        let words = command.map { confirmation?.filled($0) ?? SuspectedRows.all($0) }
        let process = BenchmarkProcess(
            command: isLine ? .line(command[0]) : .words(words),
            results: asked.results,
            format: asked.format,
            environment: ["NILOMETER_BENCHMARKS": confirmation?.pattern ?? SuspectedRows.everything]
                .merging(AbPlace.withoutGit) { $1 },
            showing: asked.verbose ? .onStandardError : .nothing
        )
        let measuring = InterleavedMeasuring(
            process: process,
            plan: LookPlan(pairs: asked.pairs),
            limit: asked.limit / 100,
            mostTime: .seconds(asked.maxTime.seconds),
            selection: InterleavedSelection(metrics: asked.metric, confirmation: confirmation),
            progress: AbProgress.current(pairs: asked.pairs)
        )
        let setup = asked.setup.map { DeclaredCommand.line($0) }
        let outcome = try await Worktrees.lending(of: place.clone) { worktrees in
            let folders = try await place.folders(in: worktrees, setup: setup)
            return try await measuring.measure(base: folders.base, head: folders.head)
        }
        let report = InterleavedReport(outcome: outcome, place: place, planned: asked.pairs, options: answer)
        return try report.tell(on: output)
    }
}
