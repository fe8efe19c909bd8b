import ArgumentParser
import Foundation
import NilometerAPI
import NilometerClient

/// Sends the output of benchmarks as one run.
struct UploadCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "upload",
        abstract: "Sends benchmark output as one run.",
        usage: """
            nilometer upload FILE… [--evidence FILE]… [--wait 30s] [--gate]
            nilometer upload --spool
            nilometer upload --from-artifact FOLDER
            """,
        discussion: """
            The commit, its branch and its history are read from the git clone that the command runs in, and from the \
            variables of the CI; “nilometer ci show” prints what was found. The same upload sent twice is one run: \
            give --attempt for a new one. Patterns such as 'out/**/*.txt' are understood where the shell leaves them.

            A server that cannot be reached is tried again for two minutes; then the upload is kept in a folder, the \
            spool, the status is 2, and --spool delivers what is there: oldest first, each exactly once. What the server \
            will never take is put aside in its folder “refused”, with the reason.
            """
    )

    @OptionGroup var options: ServerOptions
    @OptionGroup(title: "Options of the run") var facts: UploadOptions
    @OptionGroup(title: "Options of the sending") var sending: SendingOptions
    @OptionGroup(title: "Options of the gate") var gateOptions: GateOptions
    @Option(help: "A file that helps to explain, such as compiler diagnostics or a profile; repeatable.")
    var evidence: [String] = []
    @Flag(help: "Print what would be sent, and send nothing.")
    var dryRun = false
    @Flag(help: "Ask the gate about the run, and end with its status.")
    var gate = false
    @Flag(help: "Deliver what waits in the spool.")
    var spool = false
    @Option(
        help: """
            Send the results of a workflow without secrets, from the folder into which its artefact was downloaded; for \
            workflows that “on: workflow_run” starts.
            """,
        completion: .directory
    )
    var fromArtifact: String?
    @Argument(help: "Files of benchmark output, or patterns; “-” is standard input.", completion: .file())
    var files: [String] = []

    func validate() throws {
        if files.count(where: { $0 == "-" }) > 1 { throw ValidationError("Standard input, “-”, can be read once.") }
        if evidence.contains("-") { throw ValidationError("Evidence is read from files, not from standard input.") }
        let ways = [spool, fromArtifact != nil, !files.isEmpty].count { $0 }
        if ways != 1 { throw ValidationError("Give the files of benchmark output, or --spool, or --from-artifact.") }
        if spool, !evidence.isEmpty || dryRun || gate {
            throw ValidationError("--spool delivers what waits already; give it alone.")
        }
        let place = facts.place
        let stated = [place.commit, place.branch, place.line, place.parent, place.committedAt].compactMap(\.self)
        if fromArtifact != nil, !stated.isEmpty || !evidence.isEmpty {
            throw ValidationError("--from-artifact takes the commit from GitHub, and all files from the artefact.")
        }
    }

    func run() async throws {
        try await Advice.giving(gateOptions.advisory) { try await Session.open(options) { try await perform(in: $0) } }
    }

    func perform(in session: Session) async throws {
        if spool { return try await deliver(in: session) }
        let envelopes = try await envelopes(in: session)
        if dryRun { return try show(envelopes, in: session) }
        let project = try session.project()
        let sender = UploadSender(
            session: session,
            project: project,
            spool: sending.spool(in: session.environment),
            patience: sending.patience,
            wait: sending.wait
        )
        let step = gate ? GateStep(options: gateOptions, of: envelopes.first, project: project, in: session) : nil
        try await UploadStep(session: session, sender: sender, gate: step).perform(envelopes, now: Date())
    }

    private func envelopes(in session: Session) async throws -> [RunEnvelope] {
        if let fromArtifact {
            return try await ArtifactUpload(folder: fromArtifact, facts: facts, session: session).envelopes()
        }
        var reader = UploadFiles()
        let reports = try reader.read(files)
        let evidence = UploadFiles.evidence(try reader.read(evidence))
        var envelope = try await UploadPlace.envelope(facts, in: session, results: reports.map(\.bytes))
            .envelope(of: reports)
        if !evidence.isEmpty { envelope.evidence = evidence }
        envelope.rules = session.configuration.rulesText
        return [envelope]
    }

    private func deliver(in session: Session) async throws {
        let delivery = SpoolDelivery(
            spool: try Spool.found(sending.spoolDir, in: session.environment),
            client: session.client,
            patience: sending.patience
        )
        let report = try await delivery.deliver(now: Date())
        try session.show(report) { $0.text }
        for item in report.refused { Output.tell("Refused and put aside as \(item.file): \(item.reason)") }
        for reason in report.reasons { Output.tell(reason) }
        if !report.isClean { throw ExitCode(2) }
    }

    private func show(_ envelopes: [RunEnvelope], in session: Session) throws {
        let encoder = JSONCoding.encoder
        if !session.isJSON { encoder.outputFormatting.insert(.prettyPrinted) }
        for envelope in envelopes {
            try session.output.write(Array(try encoder.encode(envelope)) + [UInt8(ascii: "\n")])
        }
    }
}
