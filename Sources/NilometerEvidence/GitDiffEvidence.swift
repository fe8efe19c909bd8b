public import NilometerCore

/// The difference of two revisions, as `git diff -U0 -M` prints it.
///
/// A line `diff-range: BASE..HEAD` before the first file names the revisions.
public struct GitDiffEvidence: EvidenceKind {
    /// `git-diff`.
    public let id = "git-diff"

    /// Makes the kind.
    public init() {}

    /// Whether there is a line that begins a file's difference.
    public func recognises(_ upload: Upload) -> Bool {
        EvidenceLines(upload.bytes.prefix(65_536)).contains { line in
            line.starts(with: "diff --git ".utf8) || line.starts(with: "diff-range: ".utf8)
        }
    }

    /// The files and hunks; context lines, of a difference made without `-U0`, are taken out of the hunks.
    public func evidence(from upload: Upload) throws(FormatError) -> Evidence {
        var reader = GitDiffReader()
        for line in EvidenceLines(upload.bytes[...]) { try reader.take(String(decoding: line, as: UTF8.self)) }
        let patch = try reader.finished()
        // Git prints nothing where nothing differs.
        let isBlank = upload.bytes.allSatisfy { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: " ") }
        guard isBlank || !patch.files.isEmpty || patch.from != nil else {
            throw FormatError(reason: "“\(upload.name)” has no difference of a file; make it with git diff -U0 -M.")
        }
        return Evidence(kind: id, name: upload.name, patch: patch)
    }
}
