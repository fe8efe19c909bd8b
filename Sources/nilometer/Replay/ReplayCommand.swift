import ArgumentParser
import Foundation
import NilometerCore
import NilometerFormats
import NilometerPipeline

/// Shows what other rules would have made of the history.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Shows every alert that other rules would have told or left out, on the stored history or on a file.",
        discussion: """
            Every series is judged again as its points arrived, and its alerts are decided as the server decides them: once by \
            the rules there are, once by those of --rules. A file of rules is a nilometer.toml, of which each [[rule]] and \
            the alertBudget are taken. A line of --input is that of \
            “detect”, with "benchmark", "metric", "machine" and "marks" ([{"index", "state"}]) where there are any.
            """
    )

    @OptionGroup var options: ServerOptions
    @Option(help: "The nilometer.toml whose rules are tried; without it the rules there are are shown.")
    var rules: String?
    @Option(help: "The nilometer.toml of the rules there are; none when absent.")
    var currentRules: String?
    @Option(help: "A file of series instead of a server.")
    var input: String?
    @Option(help: "The branch; the project's default branch when absent.")
    var branch: String?
    @Option(help: "How many runs a day each series has.")
    var runsPerDay = 1.0
    @Flag(help: "List all alerts of the new rules too.")
    var all = false

    func validate() throws {
        guard runsPerDay > 0, runsPerDay <= 1e6 else { throw ValidationError("--runs-per-day is above 0.") }
        if input != nil && branch != nil { throw ValidationError("A file has no branches; leave --branch out.") }
    }

    func run() async throws {
        guard let input else {
            return try await Session.open(options) { session in
                try await show(try await ReplayInput.server(session, branch: branch), on: session)
            }
        }
        do {
            try await show(try ReplayInput.file(input), on: nil)
        } catch let error as CommandError {
            Output.tell(error.sentence)
            throw error.status
        }
    }

    private func show(_ input: ReplayInput, on session: Session?) async throws {
        let current = try currentRules.map { try DeclarationFile.read($0).declaration.rules } ?? Rules()
        let new = try rules.map { try DeclarationFile.read($0).declaration.rules } ?? current
        let report = try await ReplayRun(input: input, runsPerMonth: 30 * runsPerDay).report(current, new, all)
        let output = session?.output ?? Output.current(environment: ProcessInfo.processInfo.environment)
        try output.write(options.json ? try ReplayText.json(report) : ReplayText(report: report).text(on: output))
    }
}
