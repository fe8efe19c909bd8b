import ArgumentParser
import Foundation
import NilometerDetection

/// Finds the commit at which a benchmark's level moved.
struct BisectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bisect",
        abstract: "Finds the commit at which a benchmark's level moved, in as few runs as its noise allows.",
        usage: """
            nilometer bisect --benchmark NAME --metric METRIC [--setup COMMAND] [--results FILES] [--max-runs N]
                [--max-time TIME] [--state FILE] [--reset] [--json] GOOD BAD -- COMMAND…
            nilometer bisect --alert ID [--benchmark NAME] [--metric METRIC] … -- COMMAND…
            """,
        discussion: """
            GOOD has the old level, BAD the new one, and GOOD is an ancestor of BAD. The commits between them, along first \
            parents, are checked out into folders of their own, built with --setup, and measured with COMMAND, which prints \
            benchmark results; both ends again and again, since machines drift. A commit is named when it has 99 % of the \
            posterior. Counts of allocations take one run a commit. A commit that does not build, does not have the \
            benchmark, or whose COMMAND fails (125, as for git bisect run, or any other status) is passed over.

            Every run is kept in a file in the repository's .git folder at once: the same command goes on where it was broken \
            off. The status is 0 when the commit, or the range that holds it, is found, and 2 otherwise.

            No server is needed. With --alert the benchmark, the metric, GOOD and BAD are those of an alert's change.
            """
    )

    /// The limits of the numbers of runs.
    private static let mostRuns = 8...100_000

    @Option(help: "The benchmark, with its parameters where it has several: Parse, or Parse/size=1k.")
    var benchmark: String?
    @Option(help: "The metric, such as ns/op or allocs/op.")
    var metric: String?
    @Option(help: "A shell command that builds a commit, once, in its folder.")
    var setup: String?
    @Option(help: "The files that COMMAND writes its results to, from its folder on; its standard output when absent.")
    var results: String?
    @Option(help: "The results' format; recognised by content when absent.")
    var format = "auto"
    @Option(help: "The most runs, those of earlier calls included.")
    var maxRuns = 200
    @Option(help: "How long this call may take before it says what it knows: 30m, 2h; no run is begun after it.")
    var maxTime: Wait?
    @Option(help: "Where the runs are kept; a file in the .git folder when absent.")
    var state: String?
    @Flag(help: "Forget the runs that are kept, and begin anew.")
    var reset = false
    @Option(help: "An alert of the server whose commits are searched; its worst change, unless others are named.")
    var alert: String?
    @OptionGroup var options: ServerOptions
    @Argument(help: "A commit with the old level.")
    var good: String?
    @Argument(help: "A commit with the new level.")
    var bad: String?
    @Argument(parsing: .postTerminator, help: "The command that measures, after --.")
    var command: [String] = []

    func validate() throws {
        if command.isEmpty { throw ValidationError("Give the command that measures after --.") }
        if benchmark?.isEmpty == true || metric?.isEmpty == true {
            throw ValidationError("--benchmark and --metric must not be empty.")
        }
        if !Self.mostRuns.contains(maxRuns) { throw ValidationError("--max-runs is from 8 to 100000.") }
        if (good == nil) != (bad == nil) { throw ValidationError("Give both GOOD and BAD.") }
        guard alert == nil else { return }
        if good == nil { throw ValidationError("Give GOOD and BAD, or --alert ID.") }
        if benchmark == nil || metric == nil { throw ValidationError("Give --benchmark and --metric, or --alert ID.") }
    }

    func run() async throws {
        let end = maxTime.map { ContinuousClock.now + .seconds($0.seconds) }
        let subject = try await subject()
        do {
            let outcome = try await Interruption.ending { try await search(subject, until: end) }
            let output = Output.current(environment: ProcessInfo.processInfo.environment)
            try output.write(options.json ? outcome.json() : outcome.text)
            if !outcome.isFound { throw ExitCode(2) }
        } catch let error as CommandError {
            Output.tell(error.sentence)
            throw error.status
        }
    }

    /// What was given, and what the alert adds.
    private func subject() async throws -> BisectSubject {
        var subject = BisectSubject(good: good, bad: bad, benchmark: benchmark, metric: metric)
        guard let alert else { return subject }
        try await Session.open(options) { session in subject = try await subject.completed(by: alert, in: session) }
        return subject
    }

    private func search(_ subject: BisectSubject, until end: ContinuousClock.Instant?) async throws -> BisectOutcome {
        let isJSON = options.json
        let line = try await BisectLine(good: subject.good ?? "", bad: subject.bad ?? "", folder: ".")
        let question = BisectQuestion(
            good: line.commits[0].sha,
            bad: line.commits[line.commits.count - 1].sha,
            benchmark: subject.benchmark ?? "",
            metric: subject.metric ?? "",
            command: command,
            setup: setup,
            results: results,
            format: format
        )
        let path = state ?? line.gitFolder + "/nilometer-bisect.jsonl"
        let journal = try BisectJournal(at: path, for: question, isReset: reset)
        let builds = try BisectBuilds(setup: setup, journal: path, line: line)
        var search = BisectSearch(
            line: line,
            question: question,
            journal: journal,
            limits: BisectSearch.Limits(runs: maxRuns, end: end),
            progress: { text in
                if isJSON { Output.tell(text) } else { print(TextPlain.of(text)) }
                fflush(nil)
            }
        )
        return try await search.outcome(with: builds)
    }
}
