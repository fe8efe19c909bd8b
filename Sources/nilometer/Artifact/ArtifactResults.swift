import Foundation
import NilometerCore
import NilometerFormats

/// The results that lie in an artefact: which files are benchmark output, and of which repetition.
///
/// `repeat-1`, `repeat-2` and so on hold the files of a run each, as “nilometer run --save” writes them; without such folders
/// all files are of one run. `evidence` holds evidence.
struct ArtifactResults {
    /// The longest name of a file that is sent.
    private static let longestName = 200

    /// The benchmark output of each run.
    var runs: [[UploadFiles.File]] = []
    /// Evidence of all.
    var evidence: [UploadFiles.File] = []
    /// What the host was.
    var facts: ArtifactFacts?
    /// Files that are no benchmark output.
    var leftOut: [String] = []

    /// Sorts files by their paths.
    ///
    /// - Throws: `CommandError` when none is benchmark output.
    init(_ files: [UploadFiles.File]) throws(CommandError) {
        var repetitions: [Int: [UploadFiles.File]] = [:]
        var others: [UploadFiles.File] = []
        for file in files {
            let parts = file.name.split(separator: "/")
            let named = (name: Self.plain(file.name), bytes: file.bytes)
            if file.name == ArtifactFacts.fileName {
                facts = ArtifactFacts(hostile: file.bytes)
            } else if parts.count > 1, parts[0] == "evidence" {
                evidence.append(named)
            } else if !Self.isOutput(file) {
                leftOut.append(named.name)
            } else if parts.count > 1, let number = Self.repetition(parts[0]) {
                repetitions[number, default: []].append(named)
            } else {
                others.append(named)
            }
        }
        runs = repetitions.sorted { $0.key < $1.key }.map(\.value)
        if runs.isEmpty, !others.isEmpty { runs = [others] } else { leftOut += others.map(\.name) }
        guard !runs.isEmpty else {
            throw .failed(
                "The artefact has no benchmark output that is known among its \(TextShort.count(files.count, "file"));"
                    + " check what the first workflow saves."
            )
        }
    }

    private static func isOutput(_ file: UploadFiles.File) -> Bool {
        (try? Formats.report(from: Upload(name: file.name, bytes: Array(file.bytes)))) != nil
    }

    private static func repetition(_ folder: Substring) -> Int? {
        folder.hasPrefix("repeat-") ? Int(folder.dropFirst("repeat-".count)).flatMap { $0 > 0 ? $0 : nil } : nil
    }

    private static func plain(_ name: String) -> String { String(TextPlain.of(name).prefix(longestName)) }
}
