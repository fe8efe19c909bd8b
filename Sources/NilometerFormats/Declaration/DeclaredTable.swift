import NilometerCore

/// A table of a declaration, asked for its values one by one.
struct DeclaredTable {
    /// How the file calls it, such as `[[rule]]`; empty for what stands before all headers.
    let name: String
    let line: Int
    let values: [String: TOMLNode]

    /// Takes a table that may have these keys.
    init(_ name: String, line: Int, _ values: [String: TOMLNode], keys: [String]) throws(FormatError) {
        (self.name, self.line, self.values) = (name, line, values)
        let strange = values.filter { !keys.contains($0.key) }.min { ($0.value.line, $0.key) < ($1.value.line, $1.key) }
        guard let strange else { return }
        let place = name.isEmpty ? "" : " in \(name)"
        let advice =
            NearNames.question(strange.key, in: keys)
            ?? "\(name.isEmpty ? "the keys outside of tables are" : "its keys are") \(keys.joined(separator: ", "))."
        throw FormatError(
            line: strange.value.line,
            reason: "There is no “\(strange.key.prefix(100))”\(place); \(advice)"
        )
    }

    /// Takes a value that must be a table.
    init(_ name: String, _ node: TOMLNode, keys: [String]) throws(FormatError) {
        guard case .table(let values) = node.value else {
            throw FormatError(
                line: node.line,
                reason: "“\(name)” is \(node.kind), and must be a table; begin it with \(name)."
            )
        }
        try self.init(name, line: node.line, values, keys: keys)
    }

    /// A text, trimmed; nil when absent.
    func text(_ key: String, example: String, most: Int = 1024) throws(FormatError) -> String? {
        guard let node = values[key] else { return nil }
        guard case .text(let text) = node.value else {
            throw wrong(key, "is \(node.kind), and must be a text, such as \(key) = \"\(example)\"")
        }
        guard !text.allSatisfy(\.isWhitespace), text.utf8.count <= most,
            !text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
        else {
            throw wrong(key, "must have 1 to \(most) bytes and no control characters, such as \(key) = \"\(example)\"")
        }
        return text
    }

    /// True or false; nil when absent.
    func flag(_ key: String) throws(FormatError) -> Bool? {
        guard let node = values[key] else { return nil }
        guard case .flag(let flag) = node.value else {
            throw wrong(key, "is \(node.kind), and must be true or false, without quotation marks")
        }
        return flag
    }

    /// One of the words of a list; nil when absent.
    func word<Word: RawRepresentable & CaseIterable>(_ key: String, _ type: Word.Type) throws(FormatError) -> Word?
    where Word.RawValue == String {
        let all = type.allCases.map(\.rawValue)
        guard let text = try text(key, example: all[0]) else { return nil }
        return try word(text, key, all: Array(type.allCases))
    }

    /// A pattern of names; nil when absent.
    func glob(_ key: String, example: String) throws(FormatError) -> Glob? {
        try text(key, example: example).map { Glob($0) }
    }

    /// A list; nil when absent.
    func list(_ key: String, example: String) throws(FormatError) -> [TOMLNode]? {
        guard let node = values[key] else { return nil }
        guard case .list(let nodes) = node.value else {
            throw wrong(key, "is \(node.kind), and must be a list, such as \(key) = \(example)")
        }
        guard !nodes.isEmpty else {
            throw wrong(key, "is an empty list; leave the key out, or write \(key) = \(example)")
        }
        return nodes
    }

    /// The word that has this spelling.
    func word<Word: RawRepresentable>(_ text: String, _ key: String, all: [Word]) throws(FormatError) -> Word
    where Word.RawValue == String {
        if let word = all.first(where: { $0.rawValue == text }) { return word }
        let names = all.map(\.rawValue)
        let advice = NearNames.question(text, in: names) ?? "it is \(names.joined(separator: " or "))."
        throw FormatError(line: values[key]?.line, reason: "“\(key)” cannot be “\(text.prefix(100))”; \(advice)")
    }

    /// What is wrong with a key's value.
    func wrong(_ key: String, _ reason: String) -> FormatError {
        FormatError(line: values[key]?.line ?? line, reason: "“\(key)”\(name.isEmpty ? "" : " in \(name)") \(reason).")
    }
}
