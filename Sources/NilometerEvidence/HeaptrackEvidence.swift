public import NilometerCore

/// The text that `heaptrack_print` prints of a recording: allocations by call site, with the calls that led there.
///
/// Only numbers of allocations are read, because the text has no total bytes. It has the ten largest sites unless
/// `heaptrack_print -n` asks for more, so what is missing is told.
public struct HeaptrackEvidence: EvidenceKind {
    /// `heaptrack`.
    public let id = "heaptrack"

    /// Makes the kind.
    public init() {}

    /// Whether the heading of the sites stands among the first lines.
    public func recognises(_ upload: Upload) -> Bool {
        EvidenceLines(upload.bytes.prefix(65_536)).contains { $0.elementsEqual(HeaptrackReader.heading.utf8) }
    }

    /// The profile, with the number of allocations.
    public func evidence(from upload: Upload) throws(FormatError) -> Evidence {
        var reader = HeaptrackReader()
        for line in EvidenceLines(upload.bytes[...]) { try reader.take(Substring(decoding: line, as: UTF8.self)) }
        let (profile, warnings) = try reader.finished(upload.name)
        return Evidence(kind: id, name: upload.name, profile: profile, warnings: warnings)
    }
}
