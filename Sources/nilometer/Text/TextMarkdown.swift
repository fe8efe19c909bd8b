/// Text from elsewhere, made safe for Markdown that people read beside their code: no markup, no links, no mentions.
enum TextMarkdown {
    /// The most letters of a name that are shown.
    static let mostLetters = 160

    /// The text as code, also inside a table's cell; nothing in it is markup.
    ///
    /// A code span cannot hold every letter in a table, so that what it cannot is written as entities in a `code` element;
    /// neither makes a mention of a name.
    static func code(_ text: String) -> String {
        let plain = TextWidth.shortened(TextPlain.of(text), to: mostLetters)
        let isSimple =
            !plain.isEmpty && !plain.contains { "`|\\".contains($0) } && plain.first != " " && plain.last != " "
        return isSimple ? "`\(plain)`" : "<code>\(entities(plain))</code>"
    }

    /// The text as part of a sentence; as code where a letter of it might be markup, a mention, a reference or a link.
    static func prose(_ text: String) -> String {
        let plain = TextPlain.of(text)
        guard plain.contains("://") || plain.contains("www.") || !plain.unicodeScalars.allSatisfy(isHarmless) else {
            return TextWidth.shortened(plain, to: 2 * mostLetters)
        }
        return code(plain)
    }

    /// Text with each letter that may have a meaning written as an entity.
    private static func entities(_ text: String) -> String {
        var letters = ""
        for scalar in text.unicodeScalars {
            if isHarmless(scalar) && scalar != " " || scalar == "/" {
                letters.unicodeScalars.append(scalar)
            } else {
                letters += "&#\(scalar.value);"
            }
        }
        return letters
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            ? scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || " ,.;:%+-()=/'?".unicodeScalars.contains(scalar)
            : true
    }
}
