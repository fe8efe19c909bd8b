import NilometerCore

/// The sentences of Swift's passes that matter here.
enum SwiftMessage {
    /// What is said of memory, and the type; nil for other sentences.
    static func site(_ message: String) -> (kind: DiagnosedSite.Kind, type: String)? {
        let forms: [(String, DiagnosedSite.Kind)] = [
            ("heap allocated ref of type '", .classInstance),
            ("heap allocated box of type '", .closureBox),
            ("stack allocated ref of type '", .onStack),
            ("stack allocated box of type '", .onStack),
        ]
        for (words, kind) in forms where message.hasPrefix(words) {
            let rest = message.dropFirst(words.count)
            guard let end = rest.firstIndex(of: "'") else { return nil }
            return (kind, String(rest[..<end]))
        }
        return nil
    }

    /// The callee of `"f" inlined into "g" (…)`; nil for other sentences.
    static func inlined(_ message: String) -> String? {
        guard message.hasPrefix("\""), let end = message.firstRange(of: "\" inlined into \"") else { return nil }
        return String(message[..<end.lowerBound].dropFirst())
    }

    /// A text without the quotes around it.
    static func unquoted(_ text: String) -> String {
        text.count > 1 && text.hasPrefix("\"") && text.hasSuffix("\"") ? String(text.dropFirst().dropLast()) : text
    }
}
