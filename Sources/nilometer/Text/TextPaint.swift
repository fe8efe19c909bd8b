/// A colour that only stresses what a word or sign says already.
enum TextPaint: String {
    case good = "32"
    case bad = "31"
    case faint = "2"
    case strong = "1"

    /// The text in this colour, where colours are shown.
    func on(_ text: String, _ hasColour: Bool) -> String {
        hasColour && !text.isEmpty ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
    }
}
