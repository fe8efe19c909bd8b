import NilometerCore

/// The lines below a head of a reason: steps and their edges.
enum GoFlow {
    /// `flow: DST ← SRC:`, or with the arrow `=` of older compilers.
    static func step(_ text: Substring) -> FlowStep? {
        guard text.hasPrefix("flow: ") else { return nil }
        var rest = text.dropFirst(6)
        if rest.hasSuffix(":") { rest = rest.dropLast() }
        for arrow in [" ← ", " = "] {
            guard let middle = rest.firstRange(of: arrow) else { continue }
            return FlowStep(
                destination: String(rest[..<middle.lowerBound]),
                source: String(rest[middle.upperBound...])
            )
        }
        return nil
    }

    /// `from EXPR (REASON) at PLACE`, or without a place, which then is that of the message.
    static func edge(_ text: Substring, at place: SourcePlace) -> FlowEdge? {
        guard text.hasPrefix("from ") else { return nil }
        var rest = text.dropFirst(5)
        var position = place
        if let middle = rest.ranges(of: " at ").last, let found = GoPosition.place(rest[middle.upperBound...]) {
            position = found
            rest = rest[..<middle.lowerBound]
        }
        guard rest.hasSuffix(")"), let open = rest.ranges(of: " (").last else { return nil }
        return FlowEdge(
            expression: GoFlow.squeezed(rest[..<open.lowerBound]),
            reason: String(rest[open.upperBound...].dropLast()),
            place: position
        )
    }

    /// An expression with each run of blanks as one.
    static func squeezed(_ text: some StringProtocol) -> String {
        guard text.utf8.contains(UInt8(ascii: "\t")) || text.contains("  ") else { return String(text) }
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
