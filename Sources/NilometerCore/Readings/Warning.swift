/// A doubt that is told and does not fail.
public struct Warning: Sendable, Equatable, Codable {
    /// A stable word for programs, such as `bad-line` or `place-assumed`.
    public var code: String
    /// One sentence for people: what, where, and what to do.
    public var message: String
    /// The line of the upload, from 1.
    public var line: Int?

    /// Makes a warning.
    public init(_ code: String, _ message: String, line: Int? = nil) {
        self.code = code
        self.message = message
        self.line = line
    }
}
