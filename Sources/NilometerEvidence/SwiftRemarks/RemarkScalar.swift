import NilometerCore

/// Values as LLVM writes them in YAML.
enum RemarkScalar {
    /// The text of a plain or quoted value.
    static func text(_ value: Substring) -> String {
        guard value.utf8.count > 1, let quote = value.utf8.first, value.utf8.last == quote else { return String(value) }
        let inner = value.dropFirst().dropLast()
        switch quote {
        case UInt8(ascii: "'"):
            return inner.split(separator: "''", omittingEmptySubsequences: false).joined(separator: "'")
        case UInt8(ascii: "\""): return unescaped(inner)
        default: return String(value)
        }
    }

    /// The place of `{ File: a.swift, Line: 1, Column: 13 }`; nil for anything else, and for code that no file has.
    static func place(_ value: Substring) -> SourcePlace? {
        guard value.hasPrefix("{"), value.hasSuffix("}"), let file = value.firstRange(of: "File: "),
            let lineMark = value.ranges(of: ", Line: ").last, file.upperBound <= lineMark.lowerBound
        else { return nil }
        let name = text(value[file.upperBound..<lineMark.lowerBound])
        let numbers = value[lineMark.upperBound...].dropLast().split(separator: ",", maxSplits: 1)
        guard let first = numbers.first, let line = number(first), line > 0, !name.isEmpty, !name.hasPrefix("<") else {
            return nil
        }
        let column = numbers.dropFirst().first?.split(separator: ":").last.flatMap { number($0) }
        return SourcePlace(file: name.hasPrefix("./") ? String(name.dropFirst(2)) : name, line: line, column: column)
    }

    private static func number(_ text: Substring) -> Int? {
        let digits = text.drop { $0 == " " }.prefix { $0 != " " }
        guard digits.utf8.count < 10 else { return nil }
        return Int(digits)
    }

    private static func unescaped(_ text: Substring) -> String {
        var plain = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                plain.append(character == "n" ? "\n" : character == "t" ? "\t" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                plain.append(character)
            }
        }
        return plain
    }
}
