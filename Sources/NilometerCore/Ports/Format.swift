/// A harness's output that can be read.
public protocol Format: Sendable {
    /// The permanent id, such as `go-bench`.
    var id: String { get }

    /// The marks by which the format is recognised.
    var signature: Signature { get }

    /// Reads the whole upload, which is UTF-8 without marks and colours; a bad line is a warning, not an error.
    ///
    /// - Throws: `FormatError` when nothing of the upload can be understood.
    func report(from upload: Upload) throws(FormatError) -> Report
}
