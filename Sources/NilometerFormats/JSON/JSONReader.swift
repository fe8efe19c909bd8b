/// Pulls values out of JSON bytes, one after another, without building a tree.
///
/// A caller asks for what it expects: `beginObject`, then `nextKey` until nil, then one value a key; `beginArray`, then
/// `nextElement` until false, then one value each. The reader keeps its own stack, so that no input makes it recurse.
public struct JSONReader: Sendable {
    /// The deepest nesting of arrays and objects.
    public static let deepest = 128

    /// An object or array that has been begun.
    struct Frame: Sendable {
        var isObject: Bool
        var isEmpty = true
        /// How many elements of an array have been begun.
        var index = 0
        /// The text of the key whose value is read.
        var key = 0..<0
    }

    let bytes: [UInt8]
    let isStrict: Bool
    var place: Int
    /// The object or array that is being read.
    var top = Frame(isObject: false)
    /// Those around it, outermost first; the first stands for the text itself.
    var frames: [Frame] = []
    var keys = JSONKeys()
    var isSkipping = false
    /// The keys that stood twice in one object, the first ten; the last value of each is the one that counts.
    public internal(set) var doubledKeys: [(key: String, offset: Int)] = []
    /// How often a key stood twice.
    public internal(set) var doubledCount = 0

    /// Begins at a byte, and forgives what harnesses write: bare `NaN` and `Infinity`, numbers beyond a double, doubled keys,
    /// bad UTF-8.
    public init(_ bytes: [UInt8], at place: Int = 0) {
        self.bytes = bytes
        self.isStrict = false
        self.place = place
    }

    /// Begins to read one text of RFC 8259, and refuses doubled keys and numbers that no double holds, too.
    ///
    /// - Throws: `JSONError` when the bytes are not UTF-8.
    public init(strict bytes: [UInt8]) throws(JSONError) {
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            throw JSONError(offset: error.byteOffsets.lowerBound, reason: "it is not valid UTF-8; encode it as UTF-8")
        }
        self.bytes = bytes
        self.isStrict = true
        self.place = 0
    }

    /// The byte at which the reader stands.
    public var offset: Int { place }

    /// The keys and array places that lead to the value being read, joined by dots.
    public var path: String {
        guard !frames.isEmpty else { return "" }
        return (frames.dropFirst() + [top]).map { $0.isObject ? keyText($0.key) : String($0.index - 1) }.joined(
            separator: "."
        )
    }

    /// The kind of the next value, which is not taken.
    public mutating func kind() throws(JSONError) -> JSONKind {
        skipBlanks()
        guard place < bytes.count else { throw refusal("it ends too early") }
        switch bytes[place] {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
        case UInt8(ascii: "n"): return isWord("null") ? .null : .number
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
            return .number
        default: throw refusal("a value is missing")
        }
    }

    /// Takes the beginning of an object.
    public mutating func beginObject() throws(JSONError) {
        try begin(UInt8(ascii: "{"), isObject: true)
    }

    /// Takes the beginning of an array.
    public mutating func beginArray() throws(JSONError) {
        try begin(UInt8(ascii: "["), isObject: false)
    }

    /// The next key of the object, its colon taken; nil at the object's end, which is taken too.
    public mutating func nextKey() throws(JSONError) -> String? {
        guard let range = try nextKeyRange() else { return nil }
        return keyText(range)
    }

    /// Whether the array has another element; its end is taken.
    public mutating func nextElement() throws(JSONError) -> Bool {
        skipBlanks()
        if take(UInt8(ascii: "]")) {
            top = frames.removeLast()
            return false
        }
        if top.isEmpty {
            top.isEmpty = false
        } else {
            guard take(UInt8(ascii: ",")) else { throw refusal("a comma is missing") }
        }
        top.index &+= 1
        return true
    }

    /// Takes a truth value.
    public mutating func boolean() throws(JSONError) -> Bool {
        try expect(.boolean)
        if takeWord("true") { return true }
        guard takeWord("false") else { throw refusal("a word is neither true, false nor null") }
        return false
    }

    /// Takes a null if one stands next.
    public mutating func takesNull() throws(JSONError) -> Bool {
        guard try kind() == .null else { return false }
        place += 4
        return true
    }

    /// Goes past the next value, whatever it is.
    ///
    /// - Complexity: O(bytes of the value).
    public mutating func skip() throws(JSONError) {
        let base = frames.count
        isSkipping = !isStrict
        defer { isSkipping = false }
        repeat {
            switch try kind() {
            case .object: try beginObject()
            case .array: try beginArray()
            case .string: _ = try stringRange()
            case .number: _ = try number()
            case .boolean: _ = try boolean()
            case .null: place += 4
            }
            while frames.count > base {
                if top.isObject {
                    if try nextKeyRange() != nil { break }
                } else if try nextElement() {
                    break
                }
            }
        } while frames.count > base
    }

    /// Whether only blanks are left.
    public mutating func isAtEnd() -> Bool {
        skipBlanks()
        return place >= bytes.count
    }

    /// Checks that nothing follows the value.
    public mutating func end() throws(JSONError) {
        guard isAtEnd() else { throw refusal("there is text after the end of the JSON value") }
    }

    /// An error at the value being read.
    public func mismatch(_ reason: String) -> JSONError { JSONError(offset: place, reason: reason, path: path) }

    func refusal(_ reason: String) -> JSONError { JSONError(offset: min(place, bytes.count), reason: reason) }

    /// Checks that the next value is of the kind.
    mutating func expect(_ expected: JSONKind) throws(JSONError) {
        let found = try kind()
        guard found == expected else {
            throw mismatch("\(expected.words) is expected, and \(found.words) stands there")
        }
    }

    @inline(__always)
    mutating func skipBlanks() {
        while place < bytes.count {
            switch bytes[place] {
            case 0x20, 0x0A, 0x0D, 0x09: place &+= 1
            default: return
            }
        }
    }

    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place &+= 1
        return true
    }

    func isWord(_ word: StaticString) -> Bool {
        guard bytes.count - place >= word.utf8CodeUnitCount else { return false }
        for index in 0..<word.utf8CodeUnitCount where bytes[place + index] != word.utf8Start[index] { return false }
        return true
    }

    mutating func takeWord(_ word: StaticString) -> Bool {
        guard isWord(word) else { return false }
        place += word.utf8CodeUnitCount
        return true
    }

    private mutating func begin(_ byte: UInt8, isObject: Bool) throws(JSONError) {
        try expect(isObject ? .object : .array)
        guard frames.count < Self.deepest else {
            throw refusal("it nests deeper than \(Self.deepest) levels")
        }
        place &+= 1
        frames.append(top)
        top = Frame(isObject: isObject)
        if isObject { keys.begin() }
    }
}
