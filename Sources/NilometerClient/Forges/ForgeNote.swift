/// A comment on a change request.
public struct ForgeNote: Sendable, Equatable {
    /// The forge's number; a later comment has a larger one.
    public var id: Int
    /// Its Markdown.
    public var text: String

    /// Makes a note.
    public init(id: Int, text: String) {
        self.id = id
        self.text = text
    }
}
