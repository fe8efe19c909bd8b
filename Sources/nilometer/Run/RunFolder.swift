import Foundation

/// The folder in which a run's output is saved: `repeat-1`, `repeat-2` and so on, `evidence`, and what the host was.
///
/// “nilometer upload --from-artifact” reads it. Each file is there whole or not at all.
struct RunFolder: Sendable {
    let path: String

    /// Takes a folder that has no results of an earlier run, or makes it.
    ///
    /// - Throws: `CommandError` when it has, or cannot be made.
    init(_ path: String) throws(CommandError) {
        self.path = URL(fileURLWithPath: path).path
        do {
            try DurableFile.makeFolder(self.path)
        } catch { throw .failed("The folder “\(path)” could not be made: \(error.reason).") }
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: self.path)) ?? []
        guard !entries.contains(where: { $0.hasPrefix("repeat-") }) else {
            throw .failed("“\(path)” has the results of an earlier run; delete it, or save into another folder.")
        }
    }

    /// Saves what a repetition gave, from 1.
    ///
    /// - Throws: `CommandError` when it cannot be written.
    func save(_ files: [UploadFiles.File], ofRepetition number: Int) throws(CommandError) {
        try save(files, in: "repeat-\(number)")
    }

    /// Saves evidence.
    ///
    /// - Throws: `CommandError` when it cannot be written.
    func save(evidence files: [UploadFiles.File]) throws(CommandError) { try save(files, in: "evidence") }

    /// Saves what the host was.
    ///
    /// - Throws: `CommandError` when it cannot be written.
    func save(_ facts: ArtifactFacts) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try save([(ArtifactFacts.fileName, try encoder.encode(facts))], in: nil)
    }

    private func save(_ files: [UploadFiles.File], in folder: String?) throws(CommandError) {
        guard !files.isEmpty else { return }
        let whole = folder.map { path + "/" + $0 } ?? path
        do throws(DurableFile.Failure) {
            try DurableFile.makeFolder(whole)
            var used: Set<String> = []
            for file in files {
                // Two files of the same name lie in two folders; one folder takes both under names of their own.
                var name = file.name.replacing("/", with: "-")
                while !used.insert(name).inserted { name = "again-" + name }
                try DurableFile.write(file.bytes, named: name, in: whole)
            }
        } catch { throw .failed("The results could not be saved in \(whole): \(error.reason).") }
    }
}
