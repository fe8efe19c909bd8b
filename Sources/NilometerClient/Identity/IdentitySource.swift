public import Foundation

/// A job that its CI vouches for, so that it needs no secret of its own.
public protocol IdentitySource: Sendable {
    /// Asks an address of the CI, with headers; gives the status and the body.
    typealias Question =
        @Sendable (_ address: String, _ headers: [String: String]) async throws -> (status: Int, body: Data)

    /// The project that tokens are to be for.
    var project: String { get }

    /// An identity token of the job that is for an audience.
    ///
    /// - Throws: `ClientError` with what is to be done.
    func identityToken(for audience: String, asking: Question) async throws -> String

    /// What its user is told when the server does not accept the identity.
    ///
    /// - Parameters:
    ///   - token: the identity token.
    ///   - audience: whom it was asked for.
    ///   - request: the id under which the server's log has the reason; nil when it gave none.
    /// - Returns: a sentence or two.
    func refusal(of token: String, for audience: String, request: String?) -> String
}
