import Foundation
import NilometerCore

/// A benchmark command, and where its results are found.
struct MeasuredCommand: Sendable {
    /// The command.
    var process: ChildProcess
    /// Files that it writes results to, as a pattern relative to its folder; nil for its standard output.
    var results: String?
    /// The format's id, or `auto`.
    var format = "auto"

    /// Runs the command once.
    ///
    /// - Throws: `CommandError` when it fails or says nothing that can be read.
    func measurement() async throws -> Measurement {
        let begun = Date()
        let outcome = try await process.run()
        guard outcome.isSuccess else {
            let said = outcome.lastErrors.split(separator: "\n").last.map { ": \($0)" } ?? ""
            throw CommandError.failed("“\(process.text)” \(outcome.text)\(said)")
        }
        return try Measurement(of: try uploads(outcome, since: begun), format: format)
    }

    /// What a run of the command left to be read: its standard output, or the files that are newer than its beginning.
    ///
    /// - Throws: `CommandError` when no file fits the pattern, or one cannot be read.
    func uploads(_ outcome: CommandOutcome, since begun: Date) throws(CommandError) -> [Upload] {
        guard let results else { return [Upload(name: "standard output", bytes: outcome.output)] }
        let folder = process.folder ?? FileManager.default.currentDirectoryPath
        let path = results.hasPrefix("/") ? results : folder + "/" + results
        let files = (PathPattern(path)?.files() ?? [path]).filter { file in
            let facts = try? FileManager.default.attributesOfItem(atPath: file)
            // File systems keep times less exactly than clocks do.
            return (facts?[.modificationDate] as? Date).map { $0 > begun.addingTimeInterval(-2) } ?? false
        }
        guard !files.isEmpty else {
            throw .failed(
                "“\(process.text)” wrote no file “\(results)”; --results names what it writes, from its folder on."
            )
        }
        var uploads: [Upload] = []
        for file in files {
            guard let bytes = FileManager.default.contents(atPath: file) else {
                throw .failed("\(file) could not be read; check that you may read it.")
            }
            uploads.append(Upload(name: URL(fileURLWithPath: file).lastPathComponent, bytes: Array(bytes)))
        }
        return uploads
    }
}
