import Foundation
import NilometerFormats

/// Gathers the evidence of a run: files, and what the declared commands print.
struct RunEvidence: Sendable {
    /// Files and patterns.
    let paths: [String]
    let commands: [DeclaredCommand]
    let isJSON: Bool

    /// The files; what cannot be read and a command that fails is told of and left out, because the results stand without it.
    ///
    /// - Throws: `CommandError` for a command that cannot be started.
    func files() async throws -> [UploadFiles.File] {
        var reader = UploadFiles()
        var files: [UploadFiles.File] = []
        do { files = try reader.read(paths) } catch {
            Output.tell("The evidence is left out: \(error.sentence)")
        }
        for (index, command) in commands.enumerated() {
            // Compilers write their diagnostics to standard error.
            let both = DeclaredCommand.words(["sh", "-c", "exec \"$@\" 2>&1", "sh"] + command.words)
            let outcome = try await RunMeasuring.process(both, isJSON: isJSON).run()
            if let failure = outcome.failure {
                Output.tell("The evidence of “\(command.text)” is left out: it \(failure).")
            } else if !outcome.output.isEmpty {
                files.append(("evidence-\(index + 1).txt", Data(outcome.output)))
            }
        }
        return files
    }
}
