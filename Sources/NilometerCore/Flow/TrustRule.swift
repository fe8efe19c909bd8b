public import Foundation

/// Whose identity tokens a project takes for uploads instead of a secret: an issuer, and the claims that must hold.
public struct TrustRule: Sendable, Equatable {
    /// The public id, `tru_…`.
    public var id: String
    /// The project's slug.
    public var project: String
    /// What people call it.
    public var name: String
    /// How the issuer names its claims.
    public var provider: IdentityProvider
    /// The issuer, exactly as its tokens name it.
    public var issuer: String
    /// Whom a token must be for, exactly; nil for the server's own address.
    public var audience: String?
    /// What each claim must be: a value, or a pattern with `*` and `?`.
    public var claims: [String: String]
    /// The branches that runs may be of, as a pattern; nil for those that the token vouches for.
    public var branch: String?
    /// What a job may do.
    public var scopes: [AccessToken.Scope]
    /// The issuer's keys as a JSON Web Key Set, where it cannot be reached; nil where they are fetched.
    public var keys: String?
    /// When it was made.
    public var createdAt: Date

    /// Makes a rule.
    public init(
        id: String,
        project: String,
        name: String,
        provider: IdentityProvider,
        issuer: String,
        audience: String?,
        claims: [String: String],
        branch: String?,
        scopes: [AccessToken.Scope],
        keys: String?,
        createdAt: Date
    ) {
        self.id = id
        self.project = project
        self.name = name
        self.provider = provider
        self.issuer = issuer
        self.audience = audience
        self.claims = claims
        self.branch = branch
        self.scopes = scopes
        self.keys = keys
        self.createdAt = createdAt
    }
}
