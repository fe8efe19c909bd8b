/// Text from elsewhere, made safe for a terminal.
enum TextPlain {
    /// The text with control characters, line ends and changes of direction written as escapes.
    static func of(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var plain = ""
        for scalar in text.unicodeScalars {
            if !isUnsafe(scalar) {
                plain.unicodeScalars.append(scalar)
            } else {
                switch scalar {
                case "\n": plain += "\\n"
                case "\t": plain += "\\t"
                case "\r": plain += "\\r"
                default: plain += "\\u{" + String(scalar.value, radix: 16) + "}"
                }
            }
        }
        return plain
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format: scalar != "\u{200D}" && scalar != "\u{200C}"
        default: false
        }
    }
}
