public import NilometerCore

/// The list of kinds of evidence.
public enum EvidenceKinds {
    /// All kinds; a new one is one line here.
    ///
    /// The first that recognises a file reads it.
    public static let all: [any EvidenceKind] = [
        GitDiffEvidence(),
        PProfEvidence(),
        DHATEvidence(),
        SwiftRemarksEvidence(),
        HeaptrackEvidence(),
        MemrayEvidence(),
        GoDiagnosticsEvidence(),
        GoEscapeEvidence(),
        FoldedStacksEvidence(),
    ]

    /// The most bytes that a file may inflate to.
    public static let mostBytes = 64 * 1_048_576

    /// The kind with this id; nil when there is none.
    public static func kind(id: String) -> (any EvidenceKind)? { all.first { $0.id == id } }

    /// What a file says, read by the kind that it names, or with `auto` by the one whose marks it has.
    ///
    /// A file that is compressed with gzip is inflated first.
    ///
    /// - Throws: `FormatError` with the cause when the kind is not known, the content is not of it, is cut or too large.
    public static func evidence(from file: EvidenceFile) throws(FormatError) -> Evidence {
        let upload = Upload(name: file.name, bytes: try inflated(file))
        if file.kind == "auto" {
            guard let kind = all.first(where: { $0.recognises(upload) }) else {
                let names = all.map(\.id).joined(separator: ", ")
                throw FormatError(reason: "“\(file.name)” is not evidence of a kind that is known: \(names).")
            }
            return try kind.evidence(from: upload)
        }
        guard let kind = kind(id: file.kind) else {
            let names = all.map(\.id).joined(separator: ", ")
            throw FormatError(
                reason: "There is no kind of evidence “\(file.kind.prefix(40))”; use auto or one of \(names)."
            )
        }
        return try kind.evidence(from: upload)
    }

    /// The id of the kind that a file names, or with `auto` is of; nil where that is not known, and for damaged files.
    public static func id(of file: EvidenceFile) -> String? {
        guard file.kind == "auto" else { return kind(id: file.kind)?.id }
        guard let bytes = try? inflated(file) else { return nil }
        let upload = Upload(name: file.name, bytes: bytes)
        return all.first { $0.recognises(upload) }?.id
    }

    /// Whether a file is of a kind that is known; false for damaged ones.
    public static func recognises(_ file: EvidenceFile) -> Bool {
        guard let bytes = try? inflated(file) else { return false }
        let upload = Upload(name: file.name, bytes: bytes)
        return all.contains { $0.recognises(upload) }
    }

    private static func inflated(_ file: EvidenceFile) throws(FormatError) -> [UInt8] {
        guard file.bytes.count > 1, file.bytes[0] == 0x1f, file.bytes[1] == 0x8b else {
            guard file.bytes.count <= mostBytes else { throw tooLarge(file) }
            return file.bytes
        }
        do {
            guard let bytes = try Inflate.gzip(file.bytes, upTo: mostBytes) else { throw tooLarge(file) }
            return bytes
        } catch let error as FormatError {
            throw error
        } catch {
            throw FormatError(reason: "“\(file.name)” is not whole gzip: it is cut or damaged; send it again.")
        }
    }

    private static func tooLarge(_ file: EvidenceFile) -> FormatError {
        FormatError(
            reason: "“\(file.name)” is larger than \(mostBytes >> 20) MiB when inflated; profile a shorter run."
        )
    }
}
