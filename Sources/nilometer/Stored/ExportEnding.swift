import Foundation
import NilometerAPI

/// Watches an export for its last line, without which it was cut short.
struct ExportEnding {
    /// The last line: how many runs came before it.
    private struct Last: Decodable {
        var eof: Bool
        var count: Int
    }

    /// The most bytes that the last line may have.
    private static let longest = 256

    private var tail = Data()

    /// Takes in the next bytes.
    mutating func add(_ part: Data) {
        tail = Data((tail.suffix(Self.longest) + part.suffix(Self.longest)).suffix(Self.longest))
    }

    /// How many runs the export has.
    ///
    /// - Throws: `CommandError` when the last line is missing.
    func check() throws(CommandError) -> Int {
        let lines = tail.split(separator: UInt8(ascii: "\n"))
        guard let line = lines.last, tail.last == UInt8(ascii: "\n"),
            let last = try? JSONCoding.decoder.decode(Last.self, from: Data(line)), last.eof
        else { throw .failed("The export was cut short: its last line is missing. Ask again.") }
        return last.count
    }
}
