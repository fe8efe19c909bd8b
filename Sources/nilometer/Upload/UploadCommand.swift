import ArgumentParser
import Crypto
import Foundation
import NilometerAPI
import NilometerClient

/// Sends the output of benchmarks as one run.
struct UploadCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "upload",
        abstract: "Sends benchmark output as one run.",
        discussion: """
            The commit, its branch and its history are read from the git clone that the command runs in, and from the \
            variables of the CI; “nilometer ci show” prints what was found. The same upload sent twice is one run: \
            give --attempt for a new one.
            """
    )

    /// The most bytes of results that are sent: what the server takes inflated, less the envelope's own needs.
    private static let mostBytes = 60 * 1_048_576

    @OptionGroup var options: ServerOptions
    @OptionGroup(title: "Options of the run") var facts: UploadOptions
    @Option(help: "Wait up to this long for the verdict, such as 10s.")
    var wait: Wait?
    @Option(help: "Try again for this long while the server is busy or out of reach.")
    var retryFor = Wait(seconds: 60)
    @Argument(help: "Files of benchmark output; “-” is standard input.", completion: .file())
    var files: [String]

    func validate() throws {
        if files.count(where: { $0 == "-" }) > 1 { throw ValidationError("Standard input, “-”, can be read once.") }
        if let wait, wait.seconds > 30 { throw ValidationError("--wait is at most 30s.") }
    }

    func perform(in session: Session) async throws {
        let project = try session.project()
        let files = try files.map { (name: Self.name($0), bytes: try Self.bytes($0)) }
        guard files.reduce(0, { $0 + $1.bytes.count }) <= Self.mostBytes else {
            throw CommandError.failed("The files have more than 60 MiB together; upload them in parts with --part.")
        }
        let envelope = try await UploadEnvelope(place: place(session), format: facts.format).envelope(of: files)
        let body = try JSONCoding.encoder.encode(envelope)
        let answer = try await session.client.post(
            Route("projects", project, "runs", query: ["wait": wait.map { "\($0.seconds)s" }]),
            json: body,
            key: "nilometer-" + SHA256.hash(data: body).map { Self.hex($0) }.joined(),
            patience: Patience(
                answer: .seconds(60 + (wait?.seconds ?? 0)),
                retry: .seconds(retryFor.seconds),
                isTold: true
            )
        )
        try session.show(answer, as: UploadedRun.self) { uploaded in
            UploadText(uploaded: uploaded, isRepeated: answer.status == 200, hasWaited: wait != nil)
                .text(on: session.output)
        }
    }

    private func place(_ session: Session) async -> Place {
        let place = await Place.found(
            options: facts.place,
            environment: session.environment,
            machine: ServerOptions.value(facts.machine, "NILOMETER_MACHINE", in: session.environment)
        )
        for warning in place.warnings { Output.tell(warning) }
        return place
    }

    private static func name(_ file: String) -> String {
        file == "-" ? "stdin" : URL(fileURLWithPath: file).lastPathComponent
    }

    private static func bytes(_ file: String) throws -> Data {
        do {
            return file == "-"
                ? try FileHandle.standardInput.readToEnd() ?? Data() : try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            throw CommandError.failed("“\(file)” could not be read; check that it is a file and that you may read it.")
        }
    }

    private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}
