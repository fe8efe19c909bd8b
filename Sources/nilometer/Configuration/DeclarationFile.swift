import Foundation
import NilometerCore
import NilometerFormats

/// A `nilometer.toml` on disk.
struct DeclarationFile: Sendable {
    /// The keys that a user's file may have; the others belong to a project.
    static let userKeys = ["project", "server", "machine"]

    /// Where it is, as people are told.
    var path: String
    /// The bytes as they are.
    var bytes: [UInt8]
    /// What it says.
    var declaration: Declaration

    /// Reads a file.
    ///
    /// - Throws: `CommandError` with the file, the line and what to write instead.
    static func read(_ shown: String, at path: String? = nil) throws(CommandError) -> DeclarationFile {
        let bytes: [UInt8]
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path ?? shown))
            // One byte more than is allowed is enough to know.
            bytes = Array(try file.read(upToCount: Declaration.mostBytes + 1) ?? Data())
            try file.close()
        } catch {
            throw .failed("“\(shown)” could not be read; check that it is a file and that you may read it.")
        }
        do {
            return DeclarationFile(path: shown, bytes: bytes, declaration: try Declaration(bytes: bytes))
        } catch {
            throw .failed("\(shown)\(error.line.map { ", line \($0)" } ?? ""): \(error.reason)")
        }
    }

    /// Reads the file of a user, which says where, but not what is asked of a project.
    ///
    /// - Throws: `CommandError` with the file, the line and what to write instead.
    static func readOfUser(_ path: String) throws(CommandError) -> DeclarationFile {
        let file = try read(path)
        let strange = file.declaration.lines.filter { !$0.key.contains(".") && !userKeys.contains($0.key) }
        guard let first = strange.min(by: { $0.value < $1.value }) else { return file }
        throw .failed(
            "\(path), line \(first.value): “\(first.key)” belongs in a project's own \(Declaration.fileName); this one is "
                + "yours and may have \(userKeys.joined(separator: ", "))."
        )
    }
}
