/// Text from elsewhere, made safe for an XML document.
enum TextXML {
    /// The text for an element or an attribute in double quotes: markup as entities, and what XML 1.0 cannot hold as escapes.
    static func of(_ text: String) -> String {
        var letters = ""
        for scalar in TextPlain.of(text).unicodeScalars {
            switch scalar {
            case "&": letters += "&amp;"
            case "<": letters += "&lt;"
            case ">": letters += "&gt;"
            case "\"": letters += "&quot;"
            case "\u{FFFE}", "\u{FFFF}": letters += "\\u{\(String(scalar.value, radix: 16))}"
            default: letters.unicodeScalars.append(scalar)
            }
        }
        return letters
    }
}
