/// How many columns of a terminal text takes.
enum TextWidth {
    /// The columns: two for East Asian wide letters and emoji, none for marks that combine.
    static func of(_ text: String) -> Int {
        text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.reduce(0) { $0 + of($1) }
    }

    /// The beginning of a text that takes at most so many columns, ending in “…” where something was cut off.
    static func shortened(_ text: String, to columns: Int) -> String {
        guard of(text) > columns else { return text }
        guard columns > 0 else { return "" }
        var kept = ""
        var used = 0
        for letter in text {
            let width = of(letter)
            guard used + width < columns else { break }
            kept.append(letter)
            used += width
        }
        return kept + "…"
    }

    private static func of(_ letter: Character) -> Int {
        guard let first = letter.unicodeScalars.first else { return 0 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        let isPicture = letter.unicodeScalars.contains { $0 == "\u{FE0F}" } || first.properties.isEmojiPresentation
        return isPicture || isWide(first.value) ? 2 : 1
    }

    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
