/// Why JSON could not be read, and where.
public struct JSONError: Error, Equatable {
    /// The byte, counted from 0, at which the reader stood.
    public var offset: Int
    /// What is wrong, to be put after a colon.
    public var reason: String
    /// The keys and array places that lead to the value, joined by dots; nil when the text itself is not JSON.
    public var path: String?

    /// Makes an error.
    public init(offset: Int, reason: String, path: String? = nil) {
        self.offset = offset
        self.reason = reason
        self.path = path
    }

    /// Reason and place in one phrase.
    public var phrase: String {
        guard let path, !path.isEmpty else { return "\(reason), at byte \(offset)" }
        return "at “\(path.prefix(200))” \(reason), at byte \(offset)"
    }
}
