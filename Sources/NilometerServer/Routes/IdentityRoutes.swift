import Foundation
import HTTPTypes
import Hummingbird
import NilometerAPI
import NilometerCore

/// Exchanges identity tokens for short-lived access tokens, in the shape of RFC 8693.
struct IdentityRoutes {
    private static let grant = "urn:ietf:params:oauth:grant-type:token-exchange"
    private static let types: Set = [
        "urn:ietf:params:oauth:token-type:id_token", "urn:ietf:params:oauth:token-type:jwt",
    ]
    /// The largest body, in bytes.
    private static let largest = 65_536
    /// How many exchanges an address may ask for in a minute: many jobs may share one.
    private static let mostAttempts = 600

    let services: Services
    private let exchange: IdentityExchange
    private let limit = AttemptLimit(most: mostAttempts)

    init(services: Services) {
        self.services = services
        exchange = IdentityExchange(
            store: services.store,
            ring: KeyRing(documents: services.issuerDocuments),
            audience: services.publicURL
        )
    }

    func add(to board: Switchboard) {
        board.open("exchangeIdentity") { call in
            let now = services.now()
            guard await limit.allows(Self.address(call), at: now) else {
                throw NilometerError(
                    .tooOften,
                    "There were too many exchanges from this address within a minute; wait for one."
                )
            }
            let asked = try Self.checked(try await Self.form(of: call.request))
            do {
                let made = try await exchange.token(for: asked.token, project: asked.project, at: now)
                var answer = try Answer.json(
                    ExchangedToken(
                        accessToken: made.text,
                        expiresIn: Int(IdentityExchange.life),
                        scope: made.token.scopes.map(\.rawValue).joined(separator: " ")
                    )
                )
                answer.headers[.cacheControl] = "no-store"
                answer.headers[.eTag] = nil
                return answer
            } catch let refusal as IdentityRefusal {
                throw refusal.told()
            }
        }
    }

    /// Who asks: the other end, or whom a proxy on this host names last; of IPv6 the network.
    private static func address(_ call: Switchboard.Call) -> String {
        var address = call.context.remoteAddress ?? "unknown"
        if address == "127.0.0.1" || address == "::1", let name = HTTPField.Name("X-Forwarded-For"),
            let last = call.request.headers[name]?.split(separator: ",").last
        {
            address = last.trimmingCharacters(in: .whitespaces)
        }
        guard address.contains(":") else { return String(address.prefix(64)) }
        return address.split(separator: ":", omittingEmptySubsequences: false).prefix(4).joined(separator: ":")
    }

    private static func form(of request: Request) async throws -> [String: String] {
        guard request.headers[.contentEncoding] ?? "identity" == "identity" else {
            throw NilometerError(.unsupportedEncoding, "An exchange is sent as it is, without Content-Encoding.")
        }
        var limits = Services.Limits()
        limits.sentBytes = largest
        limits.bodySeconds = 10
        var reader = BodyReader(request, limits: limits)
        _ = try await reader.read(upTo: .max)
        if request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true {
            let text = String(decoding: reader.bytes, as: UTF8.self)
            return try Asked(query: text.replacing("+", with: "%20")).query
        }
        _ = try StrictJSON.keys(in: reader.bytes)
        do {
            return try JSONCoding.decoder.decode([String: String].self, from: Data(reader.bytes))
        } catch {
            throw NilometerError(.unreadable, "The body must be a JSON object of texts, or a form.")
        }
    }

    private static func checked(_ form: [String: String]) throws(NilometerError) -> (token: String, project: String) {
        guard form["grant_type"] == grant else {
            throw NilometerError(.unreadable, "The grant_type must be \(grant).")
        }
        guard types.contains(form["subject_token_type"] ?? "") else {
            throw NilometerError(
                .unreadable,
                "The subject_token_type must be \(types.sorted().joined(separator: " or "))."
            )
        }
        guard let token = form["subject_token"], let project = form["project"], !project.isEmpty else {
            throw NilometerError(.unreadable, "The exchange needs subject_token, the identity token, and project.")
        }
        return (token, project)
    }
}
