/// A kind of evidence that can be read.
public protocol EvidenceKind: Sendable {
    /// The permanent id, such as `go-escape`.
    var id: String { get }

    /// Whether the content is of this kind, told by marks that no other kind has.
    ///
    /// - Complexity: looks at a bounded part of the content.
    func recognises(_ upload: Upload) -> Bool

    /// Reads the whole file, which is inflated; a bad line is a warning, not an error.
    ///
    /// - Throws: `FormatError` when nothing of the file can be understood, when it is cut, or when it would need too
    ///   much memory.
    func evidence(from upload: Upload) throws(FormatError) -> Evidence
}
