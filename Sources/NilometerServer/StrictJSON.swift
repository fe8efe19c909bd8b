import NilometerCore
import NilometerFormats

/// Checks that bytes are one JSON text as RFC 8259 has it, before anything is decoded.
///
/// Refuses what decoders disagree on: duplicate keys, numbers that no double holds, deep nesting, invalid UTF-8.
enum StrictJSON {
    /// Checks the bytes.
    ///
    /// - Throws: `NilometerError` `unreadable`, naming the byte.
    /// - Complexity: O(bytes).
    static func check(_ bytes: [UInt8]) throws(NilometerError) {
        do {
            var reader = try JSONReader(strict: bytes)
            try reader.skip()
            try reader.end()
        } catch {
            throw refusal(error)
        }
    }

    /// What a caller is told of bad JSON.
    static func refusal(_ error: JSONError) -> NilometerError {
        guard error.path == nil else {
            return NilometerError(.unreadable, "The envelope does not fit schema nilometer.run/1: \(error.phrase).")
        }
        return NilometerError(.unreadable, "The body is not acceptable JSON: \(error.phrase).")
    }
}
