/// Why the server could not be asked.
public struct ClientError: Error, CustomStringConvertible {
    /// One sentence for people.
    public var sentence: String
    /// The sentence.
    public var description: String { sentence }
}
