import NilometerCore

/// The messages of the Go compiler that tell of allocations.
///
/// Source: the compiler's packages `escape` and `inline`; all other messages are passed over.
enum GoMessage {
    /// A message about an expression; `function` is there only at the head of a reason.
    struct Site {
        var kind: DiagnosedSite.Kind
        var expression: Substring
        var function: Substring?
    }

    /// A message about a parameter; `function` is there only at the head of a reason.
    struct Leak {
        var parameter: String
        var function: String?
        var destination: String?
        var isContent = false
    }

    static func site(_ text: Substring) -> Site? {
        if text.hasPrefix("moved to heap: ") {
            return Site(kind: .movedToHeap, expression: text.dropFirst(15), function: nil)
        }
        if text.hasSuffix(" escapes to heap") {
            return Site(kind: .escapes, expression: text.dropLast(16), function: nil)
        }
        if text.hasSuffix(" does not escape") {
            return Site(kind: .doesNotEscape, expression: text.dropLast(16), function: nil)
        }
        guard text.hasSuffix(":"), let middle = text.ranges(of: " escapes to heap in ").last else { return nil }
        return Site(
            kind: .escapes,
            expression: text[..<middle.lowerBound],
            function: text[middle.upperBound...].dropLast()
        )
    }

    static func leak(_ text: Substring) -> Leak? {
        for (prefix, isContent) in [("leaking param content: ", true), ("leaking param: ", false)]
        where text.hasPrefix(prefix) {
            let words = text.dropFirst(prefix.count).split(separator: " ")
            guard let name = words.first else { return nil }
            let isResult = words.count > 3 && words[1] == "to" && words[2] == "result"
            return Leak(
                parameter: String(name),
                destination: isResult ? String(words[3]) : "{heap}",
                isContent: isContent
            )
        }
        guard text.hasPrefix("parameter "), text.hasSuffix(":"), let to = text.firstRange(of: " leaks to "),
            let by = text.ranges(of: " for ").last, to.upperBound <= by.lowerBound,
            let with = text.ranges(of: " with derefs=").last, by.upperBound <= with.lowerBound
        else { return nil }
        return Leak(
            parameter: String(text[..<to.lowerBound].dropFirst(10)),
            function: String(text[by.upperBound..<with.lowerBound]),
            destination: String(text[to.upperBound..<by.lowerBound]),
            isContent: text[with.upperBound...].dropLast() != "0"
        )
    }

    static func inlining(_ text: Substring, place: SourcePlace, package: String?) -> InliningDecision? {
        if text.hasPrefix("can inline ") {
            var name = text.dropFirst(11)
            var cost: Int?
            if let with = name.firstRange(of: " with cost ") {
                cost = name[with.upperBound...].split(separator: " ").first.flatMap { Int($0) }
                name = name[..<with.lowerBound]
            }
            return InliningDecision(
                place: place,
                package: package,
                function: String(name),
                canInline: true,
                cost: cost
            )
        }
        guard text.hasPrefix("cannot inline "), let colon = text.firstRange(of: ": ") else { return nil }
        let reason = text[colon.upperBound...]
        let cost = reason.firstRange(of: "cost ").flatMap { found in
            reason[found.upperBound...].split(separator: " ").first.flatMap { Int($0) }
        }
        return InliningDecision(
            place: place,
            package: package,
            function: String(text[..<colon.lowerBound].dropFirst(14)),
            canInline: false,
            cost: cost,
            reason: String(reason)
        )
    }
}
