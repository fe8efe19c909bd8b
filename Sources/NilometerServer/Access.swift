import Foundation
import HTTPTypes
import Hummingbird
import NilometerCore

/// Decides whether a request may do what it asks.
extension Services {
    /// The token of a request that has the scope, on this project where one is given.
    ///
    /// - Throws: `NilometerError` `unauthenticated`, `forbidden`, or `notFound` for a project of others.
    func authorise(_ request: Request, _ scope: AccessToken.Scope, project: String? = nil) async throws -> AccessToken {
        guard let header = request.headers[.authorization], header.lowercased().hasPrefix("bearer ") else {
            throw NilometerError(.unauthenticated, "The request has no token; send “Authorization: Bearer nlm_…”.")
        }
        let text = String(header.dropFirst(7)).trimmingCharacters(in: .whitespaces)
        guard let keyID = Tokens.keyID(of: text) else {
            throw NilometerError(.unauthenticated, "The token is malformed; copy it whole, “nlm_” and 36 characters.")
        }
        guard let token = try await store.token(keyID: keyID), Tokens.isSame(token.digest, Tokens.digest(of: text))
        else {
            throw NilometerError(
                .unauthenticated,
                "The token is unknown or revoked; ask an administrator for a new one."
            )
        }
        if let end = token.expiresAt, end <= now() {
            throw NilometerError(.unauthenticated, "The token has expired; ask an administrator for a new one.")
        }
        if let own = token.project, own != project {
            throw project == nil
                ? NilometerError(.forbidden, "The token is for one project; this needs a token for all projects.")
                : Self.unknownProject(project ?? "")
        }
        guard token.scopes.contains(scope) || token.scopes.contains(.admin) else {
            throw NilometerError(.forbidden, "The token lacks the scope “\(scope.rawValue)”; ask for one that has it.")
        }
        return token
    }

    /// The project named in the path and the token, after checking it.
    func access(
        _ request: Request,
        _ context: some RequestContext,
        _ scope: AccessToken.Scope
    ) async throws -> (project: Project, token: AccessToken) {
        let slug = try Asked.name("project", in: context)
        let token = try await authorise(request, scope, project: slug)
        guard let project = try await store.project(slug) else { throw Self.unknownProject(slug) }
        return (project, token)
    }

    /// The project named in the path, after checking the token.
    func project(_ request: Request, _ context: some RequestContext, _ scope: AccessToken.Scope) async throws -> Project
    {
        try await access(request, context, scope).project
    }

    static func unknownProject(_ slug: String) -> NilometerError {
        NilometerError(
            .notFound,
            "There is no project “\(slug.prefix(100))” for this token; make it with “nilometer project create”."
        )
    }
}
