import Foundation
import NilometerCore
import NilometerFormats

/// A `nilometer.toml` on disk.
struct DeclarationFile {
    /// Where it is, as people are told.
    var path: String
    /// The bytes as they are.
    var bytes: [UInt8]
    /// What it says.
    var declaration: Declaration

    /// Reads a file.
    ///
    /// - Throws: `CommandError` with the file, the line and what to write instead.
    static func read(_ path: String) throws(CommandError) -> DeclarationFile {
        let bytes: [UInt8]
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            // One byte more than is allowed is enough to know.
            bytes = Array(try file.read(upToCount: Declaration.mostBytes + 1) ?? Data())
            try file.close()
        } catch {
            throw .failed("“\(path)” could not be read; check that it is a file and that you may read it.")
        }
        do {
            return DeclarationFile(path: path, bytes: bytes, declaration: try Declaration(bytes: bytes))
        } catch {
            throw .failed("\(path)\(error.line.map { ", line \($0)" } ?? ""): \(error.reason)")
        }
    }
}
