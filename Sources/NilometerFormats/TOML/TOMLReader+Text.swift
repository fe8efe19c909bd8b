import NilometerCore

extension TOMLReader {
    /// Skips spaces and tabs.
    mutating func skipSpaces() {
        while next == 0x20 || next == 0x09 { place += 1 }
    }

    /// Skips a comment up to the end of its line.
    mutating func skipComment() throws(FormatError) {
        guard next == UInt8(ascii: "#") else { return }
        while let byte = next, byte != 0x0A, !sees("\r\n") {
            try refuseControl(byte)
            place += 1
        }
    }

    /// Skips spaces, comments and ends of lines.
    mutating func skipToContent() throws(FormatError) {
        while true {
            skipSpaces()
            try skipComment()
            guard takesLineEnd() else { break }
        }
        if next == 0x0D { throw failure("a carriage return stands alone; end lines with a line feed.") }
    }

    /// Takes the end of a line, if it comes next.
    mutating func takesLineEnd() -> Bool {
        guard sees("\n") || sees("\r\n") else { return false }
        place += next == 0x0D ? 2 : 1
        line += 1
        return true
    }

    /// The parts of a name such as `a."b c".d`, and skips the spaces around it.
    mutating func readNames() throws(FormatError) -> [String] {
        var names: [String] = []
        repeat {
            if !names.isEmpty { place += 1 }
            skipSpaces()
            names.append(try readName())
            skipSpaces()
            guard names.count <= Self.deepest else {
                throw failure("a name has more than \(Self.deepest) parts; the keys here have at most two.")
            }
        } while next == UInt8(ascii: ".")
        return names
    }

    private mutating func readName() throws(FormatError) -> String {
        if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") {
            guard !sees("\"\"\"") && !sees("'''") else { throw failure("a key cannot have three quotation marks.") }
            return try readString()
        }
        let start = place
        while let byte = next, byte.isLetterOrDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") {
            place += 1
        }
        guard place > start else {
            throw failure("a key is expected; keys are letters, digits, “-” and “_”, or text in quotation marks.")
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    /// Reads a string in any of its four spellings.
    mutating func readString() throws(FormatError) -> String {
        let quote = bytes[place]
        let isLong = sees("\"\"\"") || sees("'''")
        let isLiteral = quote == UInt8(ascii: "'")
        let start = line
        place += isLong ? 3 : 1
        if isLong { _ = takesLineEnd() }
        var text: [UInt8] = []
        while let byte = next {
            if byte == quote, !isLong || sees("\"\"\"") || sees("'''") {
                place += isLong ? 3 : 1
                // Up to two more belong to the text, which they end.
                var spare = isLong ? 2 : 0
                while spare > 0, next == quote {
                    text.append(quote)
                    place += 1
                    spare -= 1
                }
                return String(decoding: text, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") && !isLiteral {
                try readEscape(into: &text, isLong: isLong)
            } else if isLong && takesLineEnd() {
                text.append(0x0A)
            } else {
                guard byte != 0x0A, byte != 0x0D else { break }
                try refuseControl(byte)
                text.append(byte)
                place += 1
            }
        }
        throw FormatError(
            line: start,
            reason:
                "the text that begins here has no end; close it with \(isLong ? "three quotation marks" : "the same quotation mark on its line")."
        )
    }

    private mutating func readEscape(into text: inout [UInt8], isLong: Bool) throws(FormatError) {
        place += 1
        let letter = next
        if isLong, letter == 0x20 || letter == 0x09 || letter == 0x0A || letter == 0x0D {
            skipSpaces()
            guard takesLineEnd() else { throw failure("“\\” before spaces must end its line.") }
            repeat { skipSpaces() } while takesLineEnd()
            return
        }
        let known: [UInt8: UInt8] = [
            UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10, UInt8(ascii: "f"): 12,
            UInt8(ascii: "r"): 13, UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        ]
        if let letter, let byte = known[letter] {
            text.append(byte)
            place += 1
            return
        }
        let count = letter == UInt8(ascii: "u") ? 4 : letter == UInt8(ascii: "U") ? 8 : 0
        let digits = bytes[min(place + 1, bytes.count)..<min(place + 1 + count, bytes.count)]
        guard count > 0, digits.count == count, digits.allSatisfy(\.isHexadecimal),
            let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16), let scalar = Unicode.Scalar(number)
        else {
            throw failure("“\\” begins an escape that TOML does not have; write “\\\\”, or put the text in '…'.")
        }
        text += Array(String(scalar).utf8)
        place += 1 + count
    }

    private func refuseControl(_ byte: UInt8) throws(FormatError) {
        guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else {
            throw failure("a control character (code \(byte)) stands in the text; remove it.")
        }
    }
}

extension UInt8 {
    /// Whether it is an ASCII letter or digit.
    var isLetterOrDigit: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }

    /// Whether it is an ASCII hexadecimal digit.
    var isHexadecimal: Bool { Character(Unicode.Scalar(self)).hexDigitValue != nil }
}
