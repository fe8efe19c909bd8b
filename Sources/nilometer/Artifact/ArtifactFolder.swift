import Foundation
import Glibc

/// A folder of files that strangers made: read within narrow bounds, and refused as a whole when it is odd.
///
/// Links and special files are refused, because they could lead out of the folder. Nothing in it is obeyed: a
/// `nilometer.toml` is a file like others.
struct ArtifactFolder {
    /// The most files.
    static let mostFiles = 500
    /// The most bytes of all files.
    static let mostBytes = 16 * 1_048_576
    /// The deepest folder.
    private static let deepest = 8

    /// The folder's real path.
    let path: String

    /// A folder that holds neither the clone nor the event.
    ///
    /// - Parameters:
    ///   - path: as it was given.
    ///   - outside: paths that must not lie in it, since strangers could have written them.
    /// - Throws: `CommandError` when it is none.
    init(_ path: String, outside: [String]) throws(CommandError) {
        guard let real = Self.real(path) else {
            throw .failed("“\(path)” is no folder; give the one into which the artefact was downloaded.")
        }
        self.path = real
        for other in outside.compactMap(Self.real) where (other + "/").hasPrefix(real + "/") {
            throw .failed(
                "“\(path)” holds \(other), which strangers could then have written; download the artefact into a"
                    + " folder of its own, such as “path: results”."
            )
        }
    }

    /// All files by their paths within the folder, sorted.
    ///
    /// - Throws: `CommandError` for links and special files, and for what is too much.
    func files() throws(CommandError) -> [UploadFiles.File] {
        var names: [String] = []
        try list("", 0, &names)
        var reader = UploadFiles(mostBytes: Self.mostBytes)
        var files: [UploadFiles.File] = []
        for name in names.sorted() { files.append((name, try reader.bytes(of: path + "/" + name))) }
        return files
    }

    private func list(_ folder: String, _ depth: Int, _ names: inout [String]) throws(CommandError) {
        guard depth <= Self.deepest else { throw refusal("it has folders in more than \(Self.deepest) others") }
        let entries: [String]
        do {
            entries = try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)
        } catch { throw refusal("a folder in it could not be read") }
        for entry in entries {
            let name = folder.isEmpty ? entry : folder + "/" + entry
            var facts = stat()
            guard lstat(path + "/" + name, &facts) == 0 else { throw refusal("“\(name)” could not be looked at") }
            switch facts.st_mode & S_IFMT {
            case S_IFDIR: try list(name, depth + 1, &names)
            case S_IFREG: names.append(name)
            default: throw refusal("“\(name)” is neither a file nor a folder, but a link or a device")
            }
            guard names.count <= Self.mostFiles else { throw refusal("it has more than \(Self.mostFiles) files") }
        }
    }

    private func refusal(_ reason: String) -> CommandError {
        .failed("The artefact in \(path) is not uploaded: \(reason). Only benchmark output belongs into it.")
    }

    private static func real(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }
}
