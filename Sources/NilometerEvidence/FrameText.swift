import NilometerCore

/// A frame as tools print it in one line.
enum FrameText {
    /// The frame of `FUNCTION (FILE:LINE)`, also with a column, without a line, or with `in LIBRARY`; else all is the name.
    static func frame(_ text: Substring) -> StackFrame {
        guard text.utf8.last == UInt8(ascii: ")"), let open = lastOpening(text) else {
            return StackFrame(function: String(text))
        }
        let function = String(text[..<open.lowerBound])
        let inner = text[open.upperBound...].dropLast()
        if inner.hasPrefix("in ") { return StackFrame(function: function) }
        guard let (file, line) = place(inner) else {
            // A file without a line has a dot and no blanks; anything else belongs to the name.
            guard inner.contains("."), !inner.contains(" "), !inner.contains(",") else {
                return StackFrame(function: String(text))
            }
            return StackFrame(function: function, file: String(inner))
        }
        return StackFrame(function: function, file: String(file), line: line)
    }

    /// The file and line of `FILE:LINE` or `FILE:LINE:COLUMN`; nil for anything else.
    static func place(_ text: Substring) -> (file: Substring, line: Int)? {
        guard let (rest, last) = number(text) else { return nil }
        if let (file, line) = number(rest), !file.isEmpty { return (file, line) }
        return rest.isEmpty ? nil : (rest, last)
    }

    private static func number(_ text: Substring) -> (Substring, Int)? {
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        let digits = text[text.utf8.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.count < 10, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            let number = Int(digits)
        else { return nil }
        return (text[..<colon], number)
    }

    private static func lastOpening(_ text: Substring) -> Range<Substring.Index>? {
        guard let open = text.utf8.lastIndex(of: UInt8(ascii: "(")), open > text.startIndex else { return nil }
        let blank = text.utf8.index(before: open)
        guard text.utf8[blank] == UInt8(ascii: " "), blank > text.startIndex else { return nil }
        return blank..<text.utf8.index(after: open)
    }
}
