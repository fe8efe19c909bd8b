import NilometerCore
import NilometerFormats

/// Reads bodies as RFC 8259 has it, before anything is decoded.
///
/// Refuses what decoders disagree on: duplicate keys, numbers that no double holds, deep nesting, invalid UTF-8.
enum StrictJSON {
    /// The keys of the object that the bytes are.
    ///
    /// - Throws: `NilometerError` `unreadable`, naming the byte.
    /// - Complexity: O(bytes).
    static func keys(in bytes: [UInt8]) throws(NilometerError) -> Set<String> {
        do {
            var reader = try JSONReader(strict: bytes)
            var keys: Set<String> = []
            try reader.beginObject()
            while let key = try reader.nextKey() {
                keys.insert(key)
                try reader.skip()
            }
            try reader.end()
            return keys
        } catch {
            throw NilometerError(.unreadable, "The body is not an acceptable JSON object: \(error.phrase).")
        }
    }

    /// What a caller is told of a bad envelope.
    static func refusal(_ error: JSONError) -> NilometerError {
        guard error.path == nil else {
            return NilometerError(.unreadable, "The envelope does not fit schema nilometer.run/1: \(error.phrase).")
        }
        return NilometerError(.unreadable, "The body is not acceptable JSON: \(error.phrase).")
    }
}
