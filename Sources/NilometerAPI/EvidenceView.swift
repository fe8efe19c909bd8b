/// A file of evidence as the API lists it.
public struct EvidenceView: Codable, Sendable {
    /// Its place among the files that came with the run, from 1.
    public var number: Int
    /// Its name.
    public var name: String
    /// The kind that the upload named; `auto` where it is told by the content.
    public var kind: String
    /// Its size, decoded.
    public var bytes: Int

    /// Shows a file.
    public init(number: Int, name: String, kind: String, bytes: Int) {
        self.number = number
        self.name = name
        self.kind = kind
        self.bytes = bytes
    }
}
