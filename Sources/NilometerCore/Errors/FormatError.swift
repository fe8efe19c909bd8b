/// Why an upload could not be read at all.
public struct FormatError: Error, Equatable {
    /// The line of the upload, from 1; nil where the format has no lines.
    public var line: Int?
    /// One sentence: what is wrong and what to do.
    public var reason: String

    /// Makes the error.
    public init(line: Int? = nil, reason: String) {
        self.line = line
        self.reason = reason
    }
}
