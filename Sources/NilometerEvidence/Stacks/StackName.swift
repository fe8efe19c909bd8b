/// Names of functions without what a compiler numbers or specialises, so that two commits can be compared.
enum StackName {
    /// The name without type arguments, numbers of closures, and the compiler's own wrappers.
    ///
    /// `p.F[go.shape.int].func2.1` becomes `p.F.func`; `p.(*T).M-fm` and `p.(*T).M.gowrap1` become `p.(*T).M`.
    static func settled(_ name: String) -> String {
        var plain = withoutBrackets(name)
        if plain.hasSuffix("-fm") { plain.removeLast(3) }
        let tail = plain.lastIndex(of: "/").map { plain.index(after: $0) } ?? plain.startIndex
        let parts = plain[tail...].split(separator: ".", omittingEmptySubsequences: false)
        var kept: [Substring] = []
        for (place, part) in parts.enumerated() {
            guard place > 0 else {
                kept.append(part)
                continue
            }
            if part.allSatisfy(isDigit), !part.isEmpty { continue }
            if numbered(part, "gowrap") || numbered(part, "deferwrap") { continue }
            kept.append(numbered(part, "func") ? "func" : part)
        }
        return plain[..<tail] + kept.joined(separator: ".")
    }

    /// The last part of a settled name in small letters, which a function keeps that moves to another package or type.
    static func kin(_ settled: String) -> String {
        guard let dot = settled.lastIndex(of: ".") else { return settled.lowercased() }
        return settled[settled.index(after: dot)...].lowercased()
    }

    private static func numbered(_ part: Substring, _ word: String) -> Bool {
        part.hasPrefix(word) && part.count > word.count && part.dropFirst(word.count).allSatisfy(isDigit)
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

    private static func withoutBrackets(_ name: String) -> String {
        var depth = 0
        var kept = ""
        for character in name {
            if character == "[" {
                depth += 1
            } else if character == "]", depth > 0 {
                depth -= 1
            } else if depth == 0 {
                kept.append(character)
            }
        }
        // A name with a bracket that is never closed is kept as it is.
        return depth == 0 ? kept : name
    }
}
