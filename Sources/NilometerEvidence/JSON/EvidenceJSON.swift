import NilometerCore

/// Pulls values out of JSON bytes one after another, without a tree and without recursion.
///
/// It forgives what stands in values that are skipped, and refuses what is asked for and is not there.
struct EvidenceJSON {
    private let bytes: [UInt8]
    private var place = 0
    /// Of each object and array that has been begun, whether nothing of it was taken yet.
    private var fresh: [Bool] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next byte that is not blank, which is not taken; nil at the end.
    mutating func peek() -> UInt8? {
        while place < bytes.count, [0x20, 0x0a, 0x0d, 0x09].contains(bytes[place]) { place += 1 }
        return place < bytes.count ? bytes[place] : nil
    }

    /// Takes the beginning of an object.
    mutating func beginObject() throws(FormatError) { try begin(UInt8(ascii: "{"), "an object") }

    /// Takes the beginning of an array.
    mutating func beginArray() throws(FormatError) { try begin(UInt8(ascii: "["), "an array") }

    /// The next key with its colon; nil at the object's end, which is taken.
    mutating func nextKey() throws(FormatError) -> String? {
        guard try next(UInt8(ascii: "}")) else { return nil }
        let key = try string()
        guard peek() == UInt8(ascii: ":") else { throw refusal("a colon is missing") }
        place += 1
        return key
    }

    /// Whether the array has another element; its end is taken.
    mutating func nextElement() throws(FormatError) -> Bool { try next(UInt8(ascii: "]")) }

    /// Takes a text, with its escapes resolved.
    mutating func string() throws(FormatError) -> String {
        guard peek() == UInt8(ascii: "\"") else { throw refusal("a text is missing") }
        place += 1
        var text: [UInt8] = []
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += try escape()
            default: text.append(byte)
            }
        }
        throw refusal("it ends within a text")
    }

    /// Takes a number.
    mutating func number() throws(FormatError) -> Double {
        _ = peek()
        let start = place
        while place < bytes.count, place - start < 64, Self.isOfNumber(bytes[place]) { place += 1 }
        guard let number = Double(String(decoding: bytes[start..<place], as: UTF8.self)), number.isFinite else {
            throw refusal("a number is missing")
        }
        return number
    }

    /// Goes past the next value, whatever it is.
    mutating func skip() throws(FormatError) {
        var depth = 0
        repeat {
            switch peek() {
            case nil: throw refusal("it ends too early")
            case UInt8(ascii: "\""): try skipString()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                place += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { throw refusal("a value is missing") }
                depth -= 1
                place += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard depth > 0 else { throw refusal("a value is missing") }
                place += 1
            default:
                while place < bytes.count, !Self.ends(bytes[place]) { place += 1 }
            }
        } while depth > 0
    }

    /// An error at the byte that is read.
    func refusal(_ reason: String) -> FormatError {
        FormatError(reason: "The JSON cannot be read: \(reason), at byte \(place); it may be cut or damaged.")
    }

    private mutating func begin(_ byte: UInt8, _ words: String) throws(FormatError) {
        guard peek() == byte else { throw refusal("\(words) is missing") }
        guard fresh.count < 64 else { throw refusal("it nests deeper than 64 levels") }
        place += 1
        fresh.append(true)
    }

    private mutating func next(_ end: UInt8) throws(FormatError) -> Bool {
        guard let byte = peek(), let isFresh = fresh.last else { throw refusal("it ends too early") }
        if byte == end {
            place += 1
            fresh.removeLast()
            return false
        }
        if isFresh {
            fresh[fresh.count - 1] = false
        } else {
            guard byte == UInt8(ascii: ",") else { throw refusal("a comma is missing") }
            place += 1
        }
        return true
    }

    private mutating func skipString() throws(FormatError) {
        place += 1
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard place < bytes.count else {
            place = bytes.count
            throw refusal("it ends within a text")
        }
        place += 1
    }

    private mutating func escape() throws(FormatError) -> [UInt8] {
        guard place < bytes.count else { throw refusal("it ends within a text") }
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "n"): return [0x0a]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0d]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0c]
        case UInt8(ascii: "u"):
            var unit = try hexadecimal()
            if unit >> 10 == 0x36, bytes[place...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) {
                place += 2
                let low = try hexadecimal()
                unit = low >> 10 == 0x37 ? 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff) : 0xfffd
            }
            return Array(String(Character(Unicode.Scalar(unit) ?? "\u{fffd}")).utf8)
        default: return [byte]
        }
    }

    private mutating func hexadecimal() throws(FormatError) -> UInt32 {
        guard bytes.count - place >= 4,
            let unit = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
        else { throw refusal("an escape is damaged") }
        place += 4
        return unit
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || [0x2b, 0x2d, 0x2e, 0x45, 0x65].contains(byte)
    }

    private static func ends(_ byte: UInt8) -> Bool {
        [0x20, 0x0a, 0x0d, 0x09, 0x22, 0x2c, 0x3a, 0x5b, 0x5d, 0x7b, 0x7d].contains(byte)
    }
}
