import Foundation
import NilometerAPI

/// The files that an upload is made of, read within a bound.
struct UploadFiles {
    /// A file and what is in it.
    typealias File = (name: String, bytes: Data)

    /// The most bytes of an upload: what the server takes inflated, less the envelope's own needs.
    static let mostBytes = 60 * 1_048_576

    private let most: Int
    /// The bytes that may still be read.
    private(set) var left: Int

    /// Makes a reader of at most so many bytes.
    init(mostBytes: Int = Self.mostBytes) {
        most = mostBytes
        left = mostBytes
    }

    /// The paths of files and patterns; “-” stays as it is.
    ///
    /// A file is taken once, however often it is named.
    ///
    /// - Throws: `CommandError` for a pattern that nothing fits.
    static func paths(of arguments: [String]) throws(CommandError) -> [String] {
        var paths: [String] = []
        for argument in arguments {
            guard !FileManager.default.fileExists(atPath: argument), let pattern = PathPattern(argument) else {
                paths.append(argument)
                continue
            }
            let found = pattern.files()
            guard !found.isEmpty else {
                throw .failed(
                    "No file fits “\(argument)” in \(FileManager.default.currentDirectoryPath);"
                        + " check the pattern, and that the benchmarks wrote their results."
                )
            }
            paths += found
        }
        var seen: Set<String> = []
        return paths.filter { seen.insert($0).inserted }
    }

    /// The files of paths and patterns, each under its last name, or under its path where two have the same.
    ///
    /// - Throws: `CommandError` for a file that cannot be read, and when there are too many bytes.
    mutating func read(_ arguments: [String]) throws(CommandError) -> [File] {
        let paths = try Self.paths(of: arguments)
        let names = paths.map { $0 == "-" ? "stdin" : URL(fileURLWithPath: $0).lastPathComponent }
        let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
        var files: [File] = []
        for (path, name) in zip(paths, names) {
            files.append((counts[name] == 1 ? name : path, try bytes(of: path)))
        }
        return files
    }

    /// The bytes of one file, or of standard input for “-”.
    ///
    /// - Throws: `CommandError` when it cannot be read, or has more bytes than are left.
    mutating func bytes(of path: String) throws(CommandError) -> Data {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw .failed("“\(path)” is a folder; name its files, for example with '\(path)/**/*.txt'.")
        }
        let bytes: Data
        do {
            let handle =
                path == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            bytes = try handle.read(upToCount: left + 1) ?? Data()
        } catch {
            throw .failed("“\(path)” could not be read; check that it is a file and that you may read it.")
        }
        guard bytes.count <= left else {
            throw .failed(
                "The files have more than \(most / 1_048_576) MiB together; upload them in parts with --part."
            )
        }
        left -= bytes.count
        return bytes
    }

    /// The text of a file, or its bytes as base64 where it is no text.
    static func encoded(_ bytes: Data) -> (encoding: String, content: String) {
        let text = String(validating: bytes, as: UTF8.self)
        return text.map { ("utf8", $0) } ?? ("base64", bytes.base64EncodedString())
    }

    /// Files as evidence, whose kinds the server recognises by their content.
    static func evidence(_ files: [File]) -> [RunEnvelope.EvidencePart] {
        files.map { file in
            let (encoding, content) = encoded(file.bytes)
            return RunEnvelope.EvidencePart(name: file.name, encoding: encoding, content: content)
        }
    }
}
