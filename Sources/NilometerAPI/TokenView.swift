public import NilometerCore

/// A token as the API shows it.
public struct TokenView: Codable, Sendable {
    /// The public id.
    public var id: String
    /// What people call it.
    public var name: String
    /// What it may do.
    public var scopes: [AccessToken.Scope]
    /// The one project it is for.
    public var project: String?
    /// When it was made.
    public var createdAt: String
    /// When it ends.
    public var expiresAt: String?
    /// The trust rule by which it was given; nil for a token that people made.
    public var trust: String?
    /// The token; only when it is made.
    public var token: String?

    /// Shows a token.
    public init(_ token: AccessToken, token text: String?) {
        id = token.id
        name = token.name
        scopes = token.scopes
        project = token.project
        createdAt = Timestamp.text(token.createdAt)
        expiresAt = token.expiresAt.map { Timestamp.text($0) }
        trust = token.vouched?.rule
        self.token = text
    }
}
