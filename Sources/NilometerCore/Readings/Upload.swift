/// The bytes of one harness output, as they came.
public struct Upload: Sendable {
    /// The file's name, for messages only.
    public var name: String
    /// The bytes, inflated.
    public var bytes: [UInt8]

    /// Makes an upload from bytes.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}
