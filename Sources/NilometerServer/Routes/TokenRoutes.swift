import Foundation
import Hummingbird
import NilometerAPI
import NilometerCore

/// Tokens, made and revoked by administrators.
struct TokenRoutes {
    /// What a caller sends of a token.
    private struct Draft: Decodable {
        var name: String
        var scopes: [String]
        var project: String?
        var expiresAt: String?
    }

    let services: Services

    func add(to board: Switchboard) {
        board.global("listTokens") { call, _ in
            let page = try Page(call.request, call.asked, of: "tokens")
            return try page.answer(try await services.store.tokens(), id: \.id, view: { TokenView($0, token: nil) })
        }
        board.global("createToken") { call, _ in
            let keys: Set = ["name", "scopes", "project", "expiresAt"]
            return try await create(try await services.value(Draft.self, keys: keys, of: call.request))
        }
        board.global("deleteToken") { call, _ in
            let id = try call.name("token")
            guard try await services.store.deleteToken(id) else {
                throw NilometerError(.notFound, "There is no token “\(id.prefix(60))”.")
            }
            return Answer.nothing
        }
    }

    private func create(_ draft: Draft) async throws -> Response {
        let scopes = draft.scopes.compactMap(AccessToken.Scope.init)
        guard scopes.count == draft.scopes.count, !scopes.isEmpty, Set(scopes).count == scopes.count else {
            throw NilometerError(.invalidInput, "The scopes must be some of upload, read, triage and admin, each once.")
        }
        guard (1...200).contains(draft.name.utf8.count) else {
            throw NilometerError(.invalidInput, "The name must have 1 to 200 bytes.")
        }
        if let slug = draft.project, try await services.store.project(slug) == nil {
            throw Services.unknownProject(slug)
        }
        let expiresAt = draft.expiresAt.flatMap(Timestamp.date)
        guard draft.expiresAt == nil || expiresAt.map({ $0 > services.now() }) == true else {
            throw NilometerError(
                .invalidInput,
                "The time expiresAt must be RFC 3339 and ahead, such as 2027-01-01T00:00:00Z."
            )
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
