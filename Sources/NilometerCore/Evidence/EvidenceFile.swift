/// The bytes of one file of evidence, as they came.
public struct EvidenceFile: Sendable, Equatable {
    /// The id of the kind, or `auto` to tell it by the content.
    public var kind: String
    /// The file's name, for messages, and where it names the benchmark that alone was run.
    public var name: String
    /// The bytes; those that are compressed with gzip are inflated by the reader.
    public var bytes: [UInt8]

    /// Makes a file.
    public init(kind: String = "auto", name: String, bytes: [UInt8]) {
        self.kind = kind
        self.name = name
        self.bytes = bytes
    }
}
