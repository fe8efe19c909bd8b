/// What a client sends to exchange an identity token, in the words of RFC 8693.
public struct IdentityGrant: Codable, Sendable {
    private enum CodingKeys: String, CodingKey {
        case grantType = "grant_type"
        case subjectToken = "subject_token"
        case subjectTokenType = "subject_token_type"
        case project
    }

    /// What is asked for.
    public var grantType: String
    /// The identity token.
    public var subjectToken: String
    /// What kind of token it is.
    public var subjectTokenType: String
    /// The project that the token is to be for.
    public var project: String

    /// Makes the request.
    public init(subjectToken: String, project: String) {
        grantType = "urn:ietf:params:oauth:grant-type:token-exchange"
        self.subjectToken = subjectToken
        subjectTokenType = "urn:ietf:params:oauth:token-type:id_token"
        self.project = project
    }
}
