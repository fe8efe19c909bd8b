public import NilometerCore

/// What the Swift compiler says of allocations: optimisation records in YAML, or the same remarks as text.
///
/// Made with `swiftc -O -Xfrontend -enable-assembly-vision-all -save-optimization-record`, or with `-Rpass-missed=.*`
/// and `-Rpass=.*` on standard error. The text has no functions, and no places of callees; a value that is boxed for a
/// protocol or for `Any` is not reported by the compiler at all.
public struct SwiftRemarksEvidence: EvidenceKind {
    /// `swift-remarks`.
    public let id = "swift-remarks"

    /// Makes the kind.
    public init() {}

    /// Whether one of the first lines begins a pass of Swift's own, or is a remark about its memory or inlining.
    public func recognises(_ upload: Upload) -> Bool {
        var reader = SwiftRemarkLines()
        var isRecord = false
        for line in EvidenceLines(upload.bytes.prefix(65_536)) {
            if line.starts(with: "--- !".utf8) { isRecord = true }
            if isRecord, line.starts(with: "Pass:".utf8) {
                return String(decoding: line.dropFirst(5), as: UTF8.self).contains(" sil-")
            }
            reader.take(Substring(decoding: line, as: UTF8.self))
            if reader.count > 0 { return true }
        }
        return false
    }

    /// The places that allocate or that were kept on the stack, and the calls that were inlined or were not.
    public func evidence(from upload: Upload) throws(FormatError) -> Evidence {
        let isRecord = EvidenceLines(upload.bytes[...]).contains { $0.starts(with: "--- !".utf8) }
        let (diagnostics, warnings) = isRecord ? try record(upload) : try text(upload)
        return Evidence(kind: id, name: upload.name, diagnostics: diagnostics, warnings: warnings)
    }

    private func record(_ upload: Upload) throws(FormatError) -> (Diagnostics, [Warning]) {
        var documents = RemarkDocuments(upload.bytes)
        var found = SwiftDiagnostics()
        while let document = try documents.next() { found.take(document) }
        guard found.count > 0 else {
            throw FormatError(reason: "“\(upload.name)” has no record of a pass of the Swift compiler.")
        }
        return (found.diagnostics, found.warnings)
    }

    private func text(_ upload: Upload) throws(FormatError) -> (Diagnostics, [Warning]) {
        var reader = SwiftRemarkLines()
        for line in EvidenceLines(upload.bytes[...]) { reader.take(Substring(decoding: line, as: UTF8.self)) }
        guard reader.count > 0 else {
            throw FormatError(
                reason:
                    "“\(upload.name)” has no remark of the Swift compiler; make it with -save-optimization-record."
            )
        }
        return (reader.diagnostics, reader.warnings)
    }
}
