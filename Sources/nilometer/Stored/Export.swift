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
            var ending = ExportEnding()
            try await session.client.stream(route) { part in
                ending.add(part)
                try session.output.write(Array(part))
            }
            _ = try ending.check()
            return
        }
        let partial = output + ".partial"
        guard FileManager.default.createFile(atPath: partial, contents: nil),
            let file = FileHandle(forWritingAtPath: partial)
        else {
            throw CommandError.failed("“\(partial)” could not be made; check the folder and that you may write to it.")
        }
        do {
            var ending = ExportEnding()
            try await session.client.stream(route) { part in
                ending.add(part)
                do { try file.write(contentsOf: part) } catch {
                    throw CommandError.failed("“\(partial)” could not be written; check that the disk has space.")
                }
            }
            try file.close()
            let runs = try ending.check()
            guard rename(partial, output) == 0 else {
                throw CommandError.failed("“\(output)” could not be put in place; check that it is no folder.")
            }
            Output.tell("\(TextShort.count(runs, "run")) in \(output).")
        } catch {
            _ = unlink(partial)
            throw error
        }
    }
}
