/// Keeps tokens as digests.
public protocol TokenStore: Sendable {
    /// Adds a token.
    func createToken(_ token: AccessToken) async throws
    /// The token with this key id; nil when there is none.
    func token(keyID: String) async throws -> AccessToken?
    /// All tokens, oldest first.
    func tokens() async throws -> [AccessToken]
    /// Removes a token; false when there is none.
    func deleteToken(_ id: String) async throws -> Bool
}
