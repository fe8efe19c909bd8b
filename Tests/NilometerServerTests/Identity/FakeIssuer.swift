import Foundation
import JWTKit
import Synchronization

@testable import NilometerServer

/// An issuer with keys of its own, which can rotate them, be down, and say for how long its keys hold.
final class FakeIssuer: IssuerDocuments {
    struct Down: Error {}

    struct State {
        var keys: [String: ES256PrivateKey] = ["k1": ES256PrivateKey()]
        var isDown = false
        var maxAge: Double? = 600
        var named = FakeIssuer.address
        var asked: [String] = []
    }

    static let address = "https://token.actions.githubusercontent.com"

    let state = Mutex(State())

    /// How often the keys were asked for.
    var fetches: Int { state.withLock { $0.asked.count { $0.hasSuffix("/keys") } } }

    func document(at address: String) async throws -> (bytes: [UInt8], maxAge: Double?) {
        try state.withLock { state in
            state.asked.append(address)
            guard !state.isDown else { throw Down() }
            if address == Self.address + "/.well-known/openid-configuration" {
                let text = "{\"issuer\": \"\(state.named)\", \"jwks_uri\": \"\(Self.address)/keys\", \"other\": [1]}"
                return (Array(text.utf8), nil)
            }
            guard address == Self.address + "/keys" else { throw Down() }
            return (Array(Self.keySet(state.keys).utf8), state.maxAge)
        }
    }

    static func keySet(_ keys: [String: ES256PrivateKey]) -> String {
        let all = keys.map { id, key in
            let point = key.parameters.map { (Self.unpadded($0.x), Self.unpadded($0.y)) } ?? ("", "")
            return "{\"kty\": \"EC\", \"crv\": \"P-256\", \"kid\": \"\(id)\", \"alg\": \"ES256\", \"use\": \"sig\","
                + " \"x\": \"\(point.0)\", \"y\": \"\(point.1)\"}"
        }
        return "{\"keys\": [\(all.joined(separator: ","))]}"
    }

    private static func unpadded(_ text: String) -> String {
        text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The claims of a push to main, issued at a time.
    static func claims(at now: Date, _ more: [String: Any?] = [:]) -> [String: Any] {
        let time = Int(now.timeIntervalSince1970)
        var claims: [String: Any] = [
            "iss": address, "aud": "http://test", "iat": time, "nbf": time - 5, "exp": time + 300,
            "jti": UUID().uuidString, "repository": "octo/parser", "repository_id": "7", "event_name": "push",
            "ref": "refs/heads/main", "sha": "c1", "run_id": "99", "sub": "repo:octo/parser:ref:refs/heads/main",
        ]
        for (name, value) in more { claims[name] = value }
        return claims
    }

    /// A token over claims, signed with one of the keys, or another one.
    func token(
        _ claims: [String: Any],
        key: String = "k1",
        by stranger: ES256PrivateKey? = nil,
        header: [String: Any?] = [:]
    ) async throws -> String {
        var head: [String: Any] = ["alg": "ES256", "typ": "JWT", "kid": key]
        for (name, value) in header { head[name] = value }
        let signer =
            try stranger
            ?? state.withLock { state in
                guard let known = state.keys[key] else { throw Down() }
                return known
            }
        let body = try [head, claims].map {
            Base64URL.text(of: Array(try JSONSerialization.data(withJSONObject: $0)))
        }.joined(separator: ".")
        let keys = JWTKeyCollection()
        await keys.add(ecdsa: signer)
        let signature = try await keys.getKey().sign(Array(body.utf8))
        return body + "." + Base64URL.text(of: signature)
    }
}
