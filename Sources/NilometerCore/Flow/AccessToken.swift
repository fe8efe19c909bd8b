public import Foundation

/// A bearer token as it is kept: never the token itself.
public struct AccessToken: Sendable, Equatable {
    /// What a token may do; `admin` implies the others.
    public enum Scope: String, Sendable, Codable, CaseIterable {
        case upload, read, triage, admin
    }

    /// The public id, `tok_…`.
    public var id: String
    /// What people call it.
    public var name: String
    /// The first 8 characters after `nlm_`, by which it is found.
    public var keyID: String
    /// SHA-256 of the whole token, in hex.
    public var digest: String
    /// What it may do.
    public var scopes: [Scope]
    /// The one project it is for; nil for all.
    public var project: String?
    /// When it was made.
    public var createdAt: Date
    /// When it ends; nil for never.
    public var expiresAt: Date?
    /// What its uploads must agree with; nil for a token that people made.
    public var vouched: Vouched?

    /// Makes a token.
    public init(
        id: String,
        name: String,
        keyID: String,
        digest: String,
        scopes: [Scope],
        project: String?,
        createdAt: Date,
        expiresAt: Date?,
        vouched: Vouched? = nil
    ) {
        self.id = id
        self.name = name
        self.keyID = keyID
        self.digest = digest
        self.scopes = scopes
        self.project = project
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.vouched = vouched
    }
}
