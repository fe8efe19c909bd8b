/// Keeps the rules of whose identity tokens are taken, and what was given for them.
public protocol TrustStore: Sendable {
    /// Adds a rule; false when the project does not exist.
    func createTrustRule(_ rule: TrustRule) async throws -> Bool
    /// Rules of a project, oldest first.
    func trustRules(in project: String) async throws -> [TrustRule]
    /// Removes a rule and every token that was given by it; false when there is none.
    func deleteTrustRule(_ id: String, in project: String) async throws -> Bool
    /// Adds the token that is given for an identity token, and forgets given tokens and uses that ended an hour before.
    ///
    /// - Returns: false, and nothing is added, when the rule is gone or the identity token was used as often as it may be.
    func give(_ token: AccessToken, for use: IdentityUse) async throws -> Bool
}
