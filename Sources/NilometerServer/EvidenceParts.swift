import NilometerCore
import NilometerFormats

/// The files of evidence within an upload, within bounds; nothing of them ever refuses the upload.
enum EvidenceParts {
    /// The most files of one run that are read.
    static let mostFiles = 64
    /// The most bytes of one run's files, together, that are read.
    static let mostBytes = 128 * 1_048_576

    /// The files, decoded one after the other; what cannot be decoded or is past the bounds becomes a warning.
    ///
    /// A file's number is its place among the parts, from 1.
    static func each(
        of parts: [Envelope.Part],
        _ use: (EvidenceFile, _ number: Int) -> Void
    ) -> [Warning] {
        var warnings: [Warning] = []
        var size = 0
        for (index, part) in parts.enumerated() {
            guard index < mostFiles, size <= mostBytes else {
                warnings.append(
                    Warning(
                        "evidence-too-much",
                        "The evidence has more than \(mostFiles) files or \(mostBytes >> 20) MiB; "
                            + "the \(parts.count - index) last files are kept and not read: send fewer, or smaller ones."
                    )
                )
                return warnings
            }
            do {
                let bytes = try part.bytes()
                size += bytes.count
                use(EvidenceFile(kind: part.kind ?? "auto", name: name(of: part, index), bytes: bytes), index + 1)
            } catch {
                warnings.append(
                    Warning(
                        "evidence-unreadable",
                        "The evidence “\(name(of: part, index))” is kept, not read: \(error.message)"
                    )
                )
            }
        }
        return warnings
    }

    /// What is doubtful of the evidence of an upload: what is of no kind that is known, and what cannot be decoded.
    static func warnings(of parts: [Envelope.Part], kindOf: Services.KindOfEvidence) -> [Warning] {
        var unknown: [Warning] = []
        let unreadable = each(of: parts) { file, _ in
            guard kindOf(file) == nil else { return }
            unknown.append(
                Warning(
                    "evidence-unknown",
                    "“\(file.name)” is kept, and explains nothing: it is not evidence of a kind that is known here. "
                        + "Send what “go build -gcflags=-m=2” prints, a profile of pprof, DHAT, heaptrack or memray, folded "
                        + "stacks, Swift's remarks, or “git diff -U0”."
                )
            )
        }
        return unknown + unreadable
    }

    private static func name(of part: Envelope.Part, _ index: Int) -> String {
        part.name.map { String($0.prefix(200)) } ?? "evidence \(index + 1)"
    }
}
