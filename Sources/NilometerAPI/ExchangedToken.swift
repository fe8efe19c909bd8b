/// What a client gets for an identity token, in the words of RFC 8693.
public struct ExchangedToken: Codable, Sendable {
    private enum CodingKeys: String, CodingKey {
        case accessToken = "access_token"
        case issuedTokenType = "issued_token_type"
        case tokenType = "token_type"
        case expiresIn = "expires_in"
        case scope
    }

    /// The token, `nlm_…`.
    public var accessToken: String
    /// What kind of token it is.
    public var issuedTokenType: String
    /// How it is sent.
    public var tokenType: String
    /// For how many seconds it holds.
    public var expiresIn: Int
    /// What it may do, separated by spaces.
    public var scope: String

    /// Makes the answer.
    public init(accessToken: String, expiresIn: Int, scope: String) {
        self.accessToken = accessToken
        issuedTokenType = "urn:ietf:params:oauth:token-type:access_token"
        tokenType = "Bearer"
        self.expiresIn = expiresIn
        self.scope = scope
    }
}
