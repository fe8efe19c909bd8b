public import NilometerCore

/// A trust rule as the API shows it.
public struct TrustRuleView: Codable, Sendable {
    /// The public id.
    public var id: String
    /// What people call it.
    public var name: String
    /// How the issuer names its claims.
    public var provider: IdentityProvider
    /// The issuer, exactly as its tokens name it.
    public var issuer: String
    /// Whom a token must be for, exactly.
    public var audience: String
    /// What each claim must be.
    public var claims: [String: String]
    /// The branches that runs may be of, as a pattern.
    public var branch: String?
    /// What a job may do.
    public var scopes: [AccessToken.Scope]
    /// Whether the issuer's keys are pasted, and never fetched.
    public var hasOwnKeys: Bool
    /// When it was made.
    public var createdAt: String

    /// Shows a rule.
    ///
    /// - Parameters:
    ///   - rule: the rule.
    ///   - audience: the one that holds: the rule's, or the server's address.
    public init(_ rule: TrustRule, audience: String) {
        id = rule.id
        name = rule.name
        provider = rule.provider
        issuer = rule.issuer
        self.audience = audience
        claims = rule.claims
        branch = rule.branch
        scopes = rule.scopes
        hasOwnKeys = rule.keys != nil
        createdAt = Timestamp.text(rule.createdAt)
    }
}
