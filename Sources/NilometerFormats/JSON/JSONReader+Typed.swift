extension JSONReader {
    /// Takes a string or null.
    mutating func optionalString() throws(JSONError) -> String? {
        try takesNull() ? nil : string()
    }

    /// Takes a whole number; `1.0` and `1e3` are whole, too.
    mutating func integer() throws(JSONError) -> Int {
        let start = place
        let number = try number()
        guard let whole = number.integer ?? Int(exactly: number.double) else {
            place = start
            throw mismatch("a whole number is expected, and \(text(of: number).prefix(40)) stands there")
        }
        return whole
    }

    /// Takes a whole number or null.
    mutating func optionalInteger() throws(JSONError) -> Int? {
        try takesNull() ? nil : integer()
    }

    /// Takes an array of strings or null.
    mutating func optionalStrings() throws(JSONError) -> [String]? {
        guard try !takesNull() else { return nil }
        var strings: [String] = []
        try beginArray()
        while try nextElement() { strings.append(try string()) }
        return strings
    }

    /// More keys than a context or the parameters of a benchmark have: beyond them reading would only fill the memory.
    private static let mostTexts = 10_000

    /// Takes an object whose values become text; null is none, and nested values are compact JSON where allowed.
    mutating func texts(isNested: Bool) throws(JSONError) -> [String: String] {
        guard try !takesNull() else { return [:] }
        var texts: [String: String] = [:]
        try beginObject()
        while let key = try nextKey() {
            switch try kind() {
            case .null: _ = try takesNull()
            case .object, .array:
                guard isNested else { throw mismatch("a string, a number or a truth value is expected") }
                texts[key] = try valueText()
            case .string, .number, .boolean: texts[key] = try valueText()
            }
            guard texts.count <= Self.mostTexts else {
                throw mismatch("the object has more than \(Self.mostTexts) keys")
            }
        }
        return texts
    }

    /// The error for a key that the schema does not have.
    func unknownKey(_ key: String) -> JSONError {
        mismatch("the key “\(key.prefix(100))” is not known to \(EnvelopeReader.schema); remove it")
    }
}
