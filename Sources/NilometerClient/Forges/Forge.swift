/// A place where change requests are discussed: its comments and the statuses of its commits.
///
/// Every method throws `ClientError`, whose sentence never holds the token.
public protocol Forge: Sendable {
    /// What people call it.
    var name: String { get }

    /// The comments on a change request that the token's own user wrote, oldest first, from all pages.
    func ownNotes(on changeRequest: Int) async throws -> [ForgeNote]

    /// Adds a comment. It is not tried again by itself when it may have arrived.
    func add(_ text: String, to changeRequest: Int) async throws

    /// Changes the text of a comment.
    func edit(_ note: ForgeNote, of changeRequest: Int, to text: String) async throws

    /// Deletes a comment; one that is gone already is no error.
    func delete(_ note: ForgeNote, of changeRequest: Int) async throws

    /// The commit at the head of a change request now; nil where it is not told.
    func head(of changeRequest: Int) async throws -> String?

    /// Sets the status of a commit; what could not be said as it was meant, as a sentence, or nil.
    func set(_ status: ForgeStatus, on commit: String) async throws -> String?
}
