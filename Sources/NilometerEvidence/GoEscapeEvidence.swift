public import NilometerCore

/// The escape analysis and the inlining of Go, as `-gcflags=-m` or `-gcflags='-m -m'` prints them.
///
/// Only the latter has reasons. Files outside the module, of the toolchain and made by the compiler are left out.
public struct GoEscapeEvidence: EvidenceKind {
    /// `go-escape`.
    public let id = "go-escape"

    /// Makes the kind.
    public init() {}

    /// Whether one of the first lines is a message of the compiler about inlining or escaping.
    public func recognises(_ upload: Upload) -> Bool {
        var reader = GoEscapeReader()
        for line in EvidenceLines(upload.bytes.prefix(65_536)) {
            reader.take(Substring(decoding: line, as: UTF8.self))
            if reader.count > 0 { return true }
        }
        return false
    }

    /// The sites, leaking parameters and inlining decisions.
    public func evidence(from upload: Upload) throws(FormatError) -> Evidence {
        var reader = GoEscapeReader()
        for line in EvidenceLines(upload.bytes[...]) { reader.take(Substring(decoding: line, as: UTF8.self)) }
        guard reader.count > 0 else {
            throw FormatError(
                reason:
                    "“\(upload.name)” has no message of Go's escape analysis; make it with go build -gcflags='-m -m'."
            )
        }
        return Evidence(kind: id, name: upload.name, diagnostics: reader.finished())
    }
}
