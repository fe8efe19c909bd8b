import NilometerCore
import NilometerFormats

/// Checks that bytes are one JSON object as RFC 8259 has it, before anything is decoded.
///
/// Refuses what decoders disagree on: duplicate keys, numbers that no double holds, deep nesting, invalid UTF-8.
enum StrictJSON {
    /// More keys than any body of the API has.
    private static let mostKeys = 1000

    /// The keys of the object.
    ///
    /// - Throws: `NilometerError` `unreadable`, naming the byte.
    /// - Complexity: O(bytes).
    static func keys(in bytes: [UInt8]) throws(NilometerError) -> Set<String> {
        do throws(JSONError) {
            return try allKeys(in: bytes)
        } catch {
            throw refusal(error)
        }
    }

    private static func allKeys(in bytes: [UInt8]) throws(JSONError) -> Set<String> {
        var reader = try JSONReader(strict: bytes)
        var keys: Set<String> = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            keys.insert(key)
            guard keys.count <= mostKeys else {
                throw JSONError(offset: reader.offset, reason: "the object has more than \(mostKeys) keys")
            }
            try reader.skip()
        }
        try reader.end()
        return keys
    }

    /// What a caller is told of bad JSON.
    static func refusal(_ error: JSONError) -> NilometerError {
        guard error.path == nil else {
            return NilometerError(.unreadable, "The envelope does not fit schema nilometer.run/1: \(error.phrase).")
        }
        return NilometerError(.unreadable, "The body is not acceptable JSON: \(error.phrase).")
    }
}
