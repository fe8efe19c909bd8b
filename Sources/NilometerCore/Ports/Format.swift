/// A harness's output that can be read.
public protocol Format: Sendable {
    /// The permanent id, such as `go-bench`.
    var id: String { get }

    /// Whether the bytes look like this format; the first of the list that says yes is used.
    func recognises(_ upload: Upload) -> Bool

    /// Reads the whole upload; a bad line is a warning, not an error.
    ///
    /// - Throws: `FormatError` when nothing of the upload can be understood.
    func report(from upload: Upload) throws(FormatError) -> Report
}
