/// A place in the source.
public struct SourcePlace: Sendable, Hashable, Codable {
    /// The path below the root of the repository, as far as the evidence lets it be known.
    public var file: String
    /// The line, from 1; 0 where it is not known.
    public var line: Int
    /// The column in bytes, from 1; nil where it is not known.
    ///
    /// Never part of a comparison of commits.
    public var column: Int?

    /// Makes a place.
    public init(file: String, line: Int, column: Int? = nil) {
        self.file = file
        self.line = line
        self.column = column
    }
}
