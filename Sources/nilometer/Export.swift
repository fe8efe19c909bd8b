import ArgumentParser
import Foundation
import NilometerAPI
import NilometerClient

/// Writes what a project has, one JSON object a line.
struct Export: ServerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes what a project has as NDJSON: one JSON object a line.",
        discussion: "The file of --output is there whole or not at all: it is written beside and renamed at the end."
    )

    @OptionGroup var options: ServerOptions
    @Option(name: .shortAndLong, help: "The file to write; standard output when absent.", completion: .file())
    var output: String?

    func perform(in session: Session) async throws {
        let route = Route("projects", try session.project(), "export")
        guard let output else {
            return try await session.client.stream(route) { try session.output.write(Array($0)) }
        }
        let partial = output + ".partial"
        guard FileManager.default.createFile(atPath: partial, contents: nil),
            let file = FileHandle(forWritingAtPath: partial)
        else {
            throw CommandError.failed("“\(partial)” could not be made; check the folder and that you may write to it.")
        }
        do {
            var lines = 0
            try await session.client.stream(route) { part in
                lines += part.count { $0 == UInt8(ascii: "\n") }
                do { try file.write(contentsOf: part) } catch {
                    throw CommandError.failed("“\(partial)” could not be written; check that the disk has space.")
                }
            }
            try file.close()
            guard rename(partial, output) == 0 else {
                throw CommandError.failed(
                    "“\(partial)” is whole but could not be renamed to “\(output)”; rename it yourself."
                )
            }
            Output.tell("\(TextShort.count(lines, "line")) in \(output).")
        } catch let error as ClientError {
            _ = unlink(partial)
            throw error
        }
    }
}
