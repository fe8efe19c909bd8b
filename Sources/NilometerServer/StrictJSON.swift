import Foundation
import NilometerCore

/// Checks that bytes are one JSON text as RFC 8259 has it, before anything is decoded.
///
/// Refuses what decoders disagree on: duplicate keys, numbers that no double holds, deep nesting, invalid UTF-8.
struct StrictJSON {
    private static let deepest = 128
    /// More different keys than any envelope has: beyond them reading would only fill the memory.
    private static let mostKeys = 10_000

    private let bytes: [UInt8]
    private var place = 0
    private(set) var paths: Set<String> = []

    /// The paths of all keys, joined by dots, array elements not counted.
    ///
    /// - Throws: `NilometerError` `unreadable`, naming the byte.
    /// - Complexity: O(bytes).
    static func paths(in bytes: [UInt8]) throws(NilometerError) -> Set<String> {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw NilometerError(.unreadable, "The body is not valid UTF-8; send JSON encoded as UTF-8.")
        }
        var reader = StrictJSON(bytes: bytes)
        try reader.value(path: "", depth: 0)
        reader.skipBlanks()
        guard reader.place == bytes.count else { throw reader.refusal("there is text after the end of the JSON value") }
        return reader.paths
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func refusal(_ what: String) -> NilometerError {
        NilometerError(.unreadable, "The body is not acceptable JSON: \(what), at byte \(place).")
    }

    private mutating func skipBlanks() {
        while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    }

    private mutating func value(path: String, depth: Int) throws(NilometerError) {
        guard depth < Self.deepest else { throw refusal("it nests deeper than \(Self.deepest) levels") }
        skipBlanks()
        guard place < bytes.count else { throw refusal("it ends too early") }
        switch bytes[place] {
        case UInt8(ascii: "{"): try object(path: path, depth: depth)
        case UInt8(ascii: "["): try array(path: path, depth: depth)
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        default: try number()
        }
    }

    private mutating func object(path: String, depth: Int) throws(NilometerError) {
        place += 1
        var keys: Set<String> = []
        skipBlanks()
        if take("}") { return }
        while true {
            skipBlanks()
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { throw refusal("a key is missing") }
            let key = try string()
            guard keys.insert(key).inserted else { throw refusal("the key “\(key)” stands twice in one object") }
            let inner = path.isEmpty ? key : path + "." + key
            paths.insert(inner)
            guard keys.count <= Self.mostKeys, paths.count <= Self.mostKeys else {
                throw refusal("it has more than \(Self.mostKeys) different keys")
            }
            skipBlanks()
            guard take(":") else { throw refusal("a colon is missing") }
            try value(path: inner, depth: depth + 1)
            skipBlanks()
            if take("}") { return }
            guard take(",") else { throw refusal("a comma is missing") }
        }
    }

    private mutating func array(path: String, depth: Int) throws(NilometerError) {
        place += 1
        skipBlanks()
        if take("]") { return }
        while true {
            try value(path: path, depth: depth + 1)
            skipBlanks()
            if take("]") { return }
            guard take(",") else { throw refusal("a comma is missing") }
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func word(_ text: StaticString) throws(NilometerError) {
        let expected = Array("\(text)".utf8)
        guard bytes.count - place >= expected.count, Array(bytes[place..<(place + expected.count)]) == expected else {
            throw refusal("a word is neither true, false nor null")
        }
        place += expected.count
    }

    private mutating func string() throws(NilometerError) -> String {
        place += 1
        let start = place
        var isEscaped = false
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                place += 1
                let text = String(decoding: bytes[start..<(place - 1)], as: UTF8.self)
                return isEscaped ? try unescaped(bytes[(start - 1)..<place]) : text
            case UInt8(ascii: "\\"):
                isEscaped = true
                place += 2
            case 0..<0x20: throw refusal("a control character stands in a string")
            default: place += 1
            }
        }
        throw refusal("a string does not end")
    }

    /// The text that a quoted string with escapes stands for, so that two spellings of one key are one key.
    private func unescaped(_ quoted: ArraySlice<UInt8>) throws(NilometerError) -> String {
        do { return try JSONDecoder().decode(String.self, from: Data(quoted)) } catch {
            throw refusal("a string has an escape that JSON does not know")
        }
    }

    private mutating func number() throws(NilometerError) {
        let start = place
        while place < bytes.count, "+-.0123456789eE".utf8.contains(bytes[place]) { place += 1 }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        guard !text.isEmpty, text.first != "+", text.first != ".", let number = Double(text) else {
            throw refusal("a value is not JSON (NaN and Infinity are not)")
        }
        guard number.isFinite else { throw refusal("the number \(text.prefix(40)) does not fit a double") }
    }
}
