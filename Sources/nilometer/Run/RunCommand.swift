import ArgumentParser
import Foundation
import NilometerAPI
import NilometerClient
import NilometerCore
import NilometerFormats

/// Runs benchmarks, sends what they give, and says whether the change may pass.
struct RunCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs benchmarks, sends what they give, and says whether it may pass.",
        usage: """
            nilometer run [--repeat N] [--results PATTERN]… [--evidence FILE]… [--save FOLDER] -- COMMAND…
            nilometer run [--repeat N] …           (the commands of nilometer.toml)
            """,
        discussion: """
            The command's output is shown while it comes, kept, and sent as a run of this commit; with --repeat each \
            repetition is a run of its own, so that the noise between runs is known. Where the command writes files, name \
            them with --results. A command that fails ends with status 2, and nothing is sent.

            Exit status: 0 nothing regressed, or this is the first run on its machine · 1 regressed · 2 it could not be \
            measured or sent · 3 nothing was compared although there are earlier runs · 130 interrupted.
            """
    )

    @OptionGroup var options: ServerOptions
    @OptionGroup(title: "Options of the run") var facts: UploadOptions
    @OptionGroup(title: "Options of the sending") var sending: SendingOptions
    @OptionGroup(title: "Options of the gate") var gate: GateOptions
    @Option(
        name: .customLong("repeat"),
        help: "Run the command this often, each time as a process and a run of its own."
    )
    var repetitions = 1
    @Option(
        help: "A file of results that the command writes, or a pattern; repeatable. What it prints is taken without."
    )
    var results: [String] = []
    @Option(help: "A file that helps to explain, such as compiler diagnostics or a profile; repeatable.")
    var evidence: [String] = []
    @Option(
        help: "Save the results in this folder, which “nilometer upload --from-artifact” reads.",
        completion: .directory
    )
    var save: String?
    @Flag(help: "Send nothing, and ask no gate.")
    var noUpload = false
    @Flag(help: "Ask no gate: end with 0 once the results are sent.")
    var noGate = false
    @Flag(help: "Send what was measured also when the command fails; the status is 2 all the same.")
    var uploadPartial = false
    @Argument(parsing: .postTerminator, help: "The command and its arguments, after “--”.")
    var command: [String] = []

    func validate() throws {
        if !(1...1000).contains(repetitions) { throw ValidationError("--repeat is 1 to 1000.") }
        if noUpload && uploadPartial { throw ValidationError("Give --no-upload or --upload-partial, not both.") }
        if (results + evidence).contains("-") { throw ValidationError("Files are read here, not standard input.") }
    }

    func run() async throws {
        try await Advice.giving(gate.advisory) { try await Session.open(options) { try await perform(in: $0) } }
    }

    func perform(in session: Session) async throws {
        let commands = try commands(in: session)
        // What is missing is told before an hour of measuring, not after it.
        let project = noUpload ? nil : try session.project()
        let words = commands.flatMap { $0.words.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) } }
        let place = await UploadPlace.envelope(facts, in: session, words: words)
        _ = try place.envelope(of: [])
        let folder = try save.map { path throws(CommandError) in try RunFolder(path) }
        let measuring = RunMeasuring(
            commands: commands.map { RunMeasuring.process($0, isJSON: session.isJSON) },
            repetitions: repetitions,
            results: results,
            folder: folder,
            clock: { Date() }
        )
        let gathering = RunEvidence(
            paths: evidence,
            commands: session.configuration.declaration.evidenceCommands,
            isJSON: session.isJSON
        )
        let step = RunStep(
            session: session,
            project: project,
            place: place,
            measuring: measuring,
            gathering: gathering,
            folder: folder,
            format: facts.format,
            isPartTaken: uploadPartial,
            sending: sending,
            gate: noGate ? nil : gate,
            kept: save.map { "; what it gave is saved in \($0)" } ?? ""
        )
        try await Interruption.heeding { try await step.perform() }
    }

    private func commands(in session: Session) throws -> [DeclaredCommand] {
        if !command.isEmpty { return [.words(command)] }
        let declared = session.configuration.declaration.benchmarkCommands
        guard !declared.isEmpty else {
            throw CommandError.usage(
                "There is nothing to run; give the command after “--”, or write [benchmarks] commands = [\"…\"] into"
                    + " nilometer.toml."
            )
        }
        return declared
    }
}
