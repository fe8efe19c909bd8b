import NilometerCore

/// Reads the few forms of YAML that LLVM writes optimisation records in, one document after another.
struct RemarkDocuments {
    private static let mostArguments = 1000

    private var lines: EvidenceLines
    private var number = 0

    init(_ bytes: [UInt8]) { lines = EvidenceLines(bytes[...]) }

    /// The next document; nil after the last one.
    ///
    /// Lines between documents are passed over.
    ///
    /// - Throws: `FormatError` where a document is not ended, or has a message of more than 1000 parts.
    mutating func next() throws(FormatError) -> RemarkDocument? {
        while let line = nextLine() {
            guard line.hasPrefix("--- !") else { continue }
            var document = RemarkDocument(tag: String(line.dropFirst(5)))
            while let line = nextLine() {
                if line == "..." { return document }
                guard !line.hasPrefix("--- ") else {
                    throw FormatError(
                        line: number,
                        reason: "A record begins before the one before it ended: it is damaged."
                    )
                }
                try take(line, into: &document)
            }
            throw FormatError(line: number, reason: "The last record is cut; save the compiler's whole file.")
        }
        return nil
    }

    private mutating func nextLine() -> Substring? {
        guard let line = lines.next() else { return nil }
        number += 1
        return Substring(decoding: line, as: UTF8.self)
    }

    private mutating func take(_ line: Substring, into document: inout RemarkDocument) throws(FormatError) {
        let isArgument = line.hasPrefix("  - ")
        let isOfArgument = !isArgument && line.hasPrefix("    ")
        let text = isArgument ? line.dropFirst(4) : line.drop { $0 == " " }
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return }
        let key = text[..<colon]
        var value = text[text.utf8.index(after: colon)...].drop { $0 == " " }
        if value.hasPrefix("{") {
            // Long places are wrapped.
            for _ in 0..<4 where !value.hasSuffix("}") {
                guard let more = nextLine() else { break }
                while value.last == " " { value.removeLast() }
                value += " " + more.drop { $0 == " " }
            }
        }
        if isArgument {
            guard document.arguments.count < Self.mostArguments else {
                throw FormatError(
                    line: number,
                    reason: "A record has more than \(Self.mostArguments) parts: it is damaged."
                )
            }
            document.arguments.append(RemarkDocument.Argument(key: String(key), value: RemarkScalar.text(value)))
        } else if isOfArgument {
            guard key == "DebugLoc", !document.arguments.isEmpty else { return }
            document.arguments[document.arguments.count - 1].place = RemarkScalar.place(value)
        } else {
            switch key {
            case "Pass": document.pass = RemarkScalar.text(value)
            case "Function": document.function = RemarkScalar.text(value)
            case "DebugLoc": document.place = RemarkScalar.place(value)
            default: break
            }
        }
    }
}
