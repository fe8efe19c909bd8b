import Foundation
import Hummingbird
import NilometerAPI
import NilometerCore

/// Tokens, made and revoked by administrators.
struct TokenRoutes {
    /// What a caller sends of a token.
    struct Draft: Decodable {
        var name: String
        var scopes: [String]
        var project: String?
        var expiresAt: String?
    }

    let services: Services

    func add(to group: RouterGroup<some RequestContext>) {
        group.get("tokens") { request, _ in
            _ = try await services.authorise(request, .admin)
            let tokens = try await services.store.tokens()
            return try Answer.json(Listing(items: tokens.map { TokenView($0, token: nil) }, next: nil))
        }
        group.post("tokens") { request, _ in
            _ = try await services.authorise(request, .admin)
            return try await create(try await services.value(Draft.self, of: request))
        }
        group.delete("tokens/:token") { request, context in
            _ = try await services.authorise(request, .admin)
            let id = context.parameters.get("token") ?? ""
            guard try await services.store.deleteToken(id) else {
                throw NilometerError(.notFound, "There is no token “\(id.prefix(60))”.")
            }
            return Answer.nothing
        }
    }

    private func create(_ draft: Draft) async throws -> Response {
        let scopes = draft.scopes.compactMap(AccessToken.Scope.init)
        guard scopes.count == draft.scopes.count, !scopes.isEmpty else {
            throw NilometerError(.invalidInput, "The scopes must be some of upload, read, triage and admin.")
        }
        if let slug = draft.project, try await services.store.project(slug) == nil {
            throw Services.unknownProject(slug)
        }
        let expiresAt = draft.expiresAt.flatMap(Timestamp.date)
        guard draft.expiresAt == nil || expiresAt != nil else {
            throw NilometerError(.invalidInput, "The time expiresAt must be RFC 3339, such as 2027-01-01T00:00:00Z.")
        }
        let made = Tokens.make(
            name: draft.name,
            scopes: scopes,
            project: draft.project,
            expiresAt: expiresAt,
            now: services.now()
        )
        try await services.store.createToken(made.token)
        return try Answer.json(TokenView(made.token, token: made.text), status: .created)
    }
}
