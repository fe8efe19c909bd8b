import Foundation
import HTTPTypes
import JWTKit
import NilometerCore
import NilometerSQLite
import Synchronization
import Testing

@testable import NilometerServer

struct IdentityRoutesTests {
    private static let rule = """
        {"name": "ci", "issuer": "https://token.actions.githubusercontent.com", "claims": {"repository_id": "7"}}
        """

    private func exchange(_ server: TestServer, _ token: String, project: String = "p") async throws -> TestServer.Reply
    {
        let body = [
            "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token_type": "urn:ietf:params:oauth:token-type:jwt", "subject_token": token, "project": project,
        ]
        return try await server.send(
            .post,
            "/api/v1/auth/oidc",
            token: nil,
            body: String(decoding: try JSONEncoder().encode(body), as: UTF8.self),
            headers: ["X-Request-Id": "one"]
        )
    }

    private func given(_ reply: TestServer.Reply) throws -> String {
        let text = try #require(try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any])
        return try #require(text["access_token"] as? String)
    }

    private func upload(
        _ server: TestServer,
        _ token: String,
        _ query: String,
        line: String = ""
    ) async throws -> TestServer.Reply {
        try await server.send(
            .post,
            "/api/v1/projects/p/runs?\(query)&line=\(line)",
            token: token,
            body: "BenchmarkA-8 1 100 ns/op\n",
            headers: ["Content-Type": "text/plain"]
        )
    }

    @Test func `a job of the trusted repository uploads with nothing but the rule`() async throws {
        let issuer = FakeIssuer()
        try await TestServer.with(issuers: issuer) { server in
            #expect(try await server.send(.post, "/api/v1/projects/p/trust", body: Self.rule).status == 201)
            let identity = try await issuer.token(FakeIssuer.claims(at: server.clock.now))
            let reply = try await exchange(server, identity)
            #expect(reply.status == 200, "\(reply.text)")
            #expect(reply.header("Cache-Control") == "no-store")
            let token = try given(reply)
            #expect(try await upload(server, token, "commit=c1&branch=main").status == 201)
            let other = try await upload(server, token, "commit=c2&branch=main")
            #expect(other.status == 403 && other.text.contains("commit “c2”"), "\(other.text)")
            #expect(try await server.send(.get, "/api/v1/projects/p/runs", token: token).status == 200)
            #expect(try await server.send(.get, "/api/v1/projects/p/trust", token: token).status == 403)
            #expect(try await server.send(.get, "/api/v1/tokens", token: token).status == 403)
            server.clock.advance(by: 901)
            #expect(try await upload(server, token, "commit=c1&branch=main").status == 401)
        }
    }

    @Test func `every refusal says the same`() async throws {
        let issuer = FakeIssuer()
        try await TestServer.with(issuers: issuer) { server in
            #expect(try await server.send(.post, "/api/v1/projects/p/trust", body: Self.rule).status == 201)
            let now = server.clock.now
            let time = Int(now.timeIntervalSince1970)
            let good = try await issuer.token(FakeIssuer.claims(at: now))
            let parts = good.split(separator: ".").map(String.init)
            var bad: [String: String] = ["no token": "x", "nothing": "", "cut": String(good.dropLast(9))]
            bad["claims of another"] =
                parts[0] + "." + Base64URL.text(of: Array("{\"iss\": \"x\"}".utf8)) + "." + parts[2]
            bad["long"] = good + String(repeating: "A", count: 20_000)
            let claims: [(String, [String: Any?])] = [
                ("expired", ["exp": time - 61]), ("not yet valid", ["nbf": time + 61]),
                ("issued ahead", ["iat": time + 61]),
                ("old", ["iat": time - 3700]), ("long-lived", ["exp": time + 90_000]), ("no end", ["exp": nil]),
                ("end as text", ["exp": "\(time + 300)"]), ("no beginning", ["iat": nil]),
                ("another audience", ["aud": "http://other"]),
                ("two audiences", ["aud": ["http://test", "http://other"]]),
                ("no audience", ["aud": nil]), ("another issuer", ["iss": FakeIssuer.address + "/x"]),
                ("another repository", ["repository_id": "8"]), ("no repository", ["repository_id": nil]),
                ("a list for a claim", ["repository_id": ["7"]]), ("no reference", ["ref": nil]),
            ]
            for (name, more) in claims { bad[name] = try await issuer.token(FakeIssuer.claims(at: now, more)) }
            let headers: [(String, [String: Any?])] = [
                ("none", ["alg": "none"]), ("HS256", ["alg": "HS256"]), ("RS256", ["alg": "RS256"]),
                ("jku", ["jku": "https://evil.example/keys"]), ("x5u", ["x5u": "https://evil.example/keys"]),
                ("jwk", ["jwk": ["kty": "EC"]]), ("crit", ["crit": ["exp"]]), ("kid of a number", ["kid": 1]),
                ("path", ["kid": "../../../../etc/passwd"]), ("another type", ["typ": "logout+jwt"]),
            ]
            for (name, header) in headers {
                bad[name] = try await issuer.token(FakeIssuer.claims(at: now), header: header)
            }
            bad["forged"] = try await issuer.token(FakeIssuer.claims(at: now), by: ES256PrivateKey())
            bad["unknown key"] = try await issuer.token(
                FakeIssuer.claims(at: now),
                by: ES256PrivateKey(),
                header: ["kid": "k9"]
            )
            bad["no key named, forged"] = try await issuer.token(
                FakeIssuer.claims(at: now),
                by: ES256PrivateKey(),
                header: ["kid": nil]
            )
            var bodies: Set<String> = []
            for (name, token) in bad {
                let reply = try await exchange(server, token)
                #expect(reply.status == 401, "\(name)")
                bodies.insert(reply.text)
            }
            bodies.insert(try await exchange(server, good, project: "none").text)
            #expect(bodies.count == 1, "\(bodies)")
            #expect(try await exchange(server, good).status == 200)
            #expect(issuer.state.withLock { $0.asked.allSatisfy { $0.hasPrefix(FakeIssuer.address) } })
        }
    }

    @Test func `an identity is exchanged three times within a minute at most`() async throws {
        let issuer = FakeIssuer()
        try await TestServer.with(issuers: issuer) { server in
            #expect(try await server.send(.post, "/api/v1/projects/p/trust", body: Self.rule).status == 201)
            let token = try await issuer.token(FakeIssuer.claims(at: server.clock.now))
            var statuses: [Int] = []
            for _ in 0..<4 { statuses.append(try await exchange(server, token).status) }
            #expect(statuses == [200, 200, 200, 401])
            let other = try await issuer.token(FakeIssuer.claims(at: server.clock.now))
            #expect(try await exchange(server, other).status == 200)
            server.clock.advance(by: 61)
            #expect(try await exchange(server, other).status == 401)
        }
    }

    @Test func `a change request cannot spoil the default branch`() async throws {
        let issuer = FakeIssuer()
        try await TestServer.with(issuers: issuer) { server in
            #expect(try await server.send(.post, "/api/v1/projects/p/trust", body: Self.rule).status == 201)
            #expect(try await server.upload("m1", "BenchmarkA-8 1 100 ns/op\n").status == 201)
            #expect(try await server.upload("m2", "BenchmarkA-8 1 100 ns/op\n", line: ["m1"]).status == 201)
            let claims = FakeIssuer.claims(
                at: server.clock.now,
                ["event_name": "pull_request", "ref": "refs/pull/3/merge", "head_ref": "topic", "sha": "x"]
            )
            let token = try given(try await exchange(server, try await issuer.token(claims)))
            let onMain = try await upload(server, token, "commit=h1&branch=main")
            #expect(onMain.status == 403 && onMain.text.contains("branch “main”"), "\(onMain.text)")
            let silent = try await upload(server, token, "commit=h1")
            #expect(silent.status == 403, "a run without branch would be one of main")
            let atMain = try await upload(server, token, "commit=m1&branch=topic")
            #expect(atMain.status == 403 && atMain.text.contains("commit “m1”"), "\(atMain.text)")
            #expect(try await upload(server, token, "commit=h1&branch=topic", line: "m2,m1,evil").status == 201)
            #expect(try await server.store.ancestors(of: "m2", in: "p", limit: 9) == ["m2", "m1"])
            #expect(try await server.store.ancestors(of: "h1", in: "p", limit: 9) == ["h1", "m2", "m1"])
        }
    }

    @Test func `a rule that ends takes its tokens with it`() async throws {
        let issuer = FakeIssuer()
        try await TestServer.with(issuers: issuer) { server in
            let made = try await server.send(.post, "/api/v1/projects/p/trust", body: Self.rule)
            let rule = try #require(try JSONSerialization.jsonObject(with: Data(made.body)) as? [String: Any])
            let id = try #require(rule["id"] as? String)
            #expect(rule["audience"] as? String == "http://test" && rule["provider"] as? String == "github")
            let reply = try await exchange(server, try await issuer.token(FakeIssuer.claims(at: server.clock.now)))
            let token = try given(reply)
            #expect(try await server.send(.delete, "/api/v1/projects/p/trust/\(id)").status == 204)
            #expect(try await server.send(.delete, "/api/v1/projects/p/trust/\(id)").status == 404)
            #expect(try await upload(server, token, "commit=c1&branch=main").status == 401)
            let late = try await exchange(server, try await issuer.token(FakeIssuer.claims(at: server.clock.now)))
            #expect(late.status == 401)
        }
    }

    @Test func `pasted keys are used, and the issuer is never asked`() async throws {
        let issuer = FakeIssuer()
        let keys = FakeIssuer.keySet(issuer.state.withLock { $0.keys })
        try await TestServer.with(issuers: issuer) { server in
            let rule: [String: Any] = [
                "name": "jenkins", "issuer": "https://jenkins.internal/oidc", "claims": ["sub": "job/parser"],
                "audience": "nilometer", "branch": "main", "jwks": keys,
            ]
            let text = String(decoding: try JSONSerialization.data(withJSONObject: rule), as: UTF8.self)
            #expect(try await server.send(.post, "/api/v1/projects/p/trust", body: text).status == 201)
            let claims = FakeIssuer.claims(
                at: server.clock.now,
                ["iss": "https://jenkins.internal/oidc", "sub": "job/parser", "aud": "nilometer"]
            )
            let token = try given(try await exchange(server, try await issuer.token(claims)))
            #expect(try await upload(server, token, "commit=c1&branch=main").status == 201)
            #expect(issuer.state.withLock { $0.asked.isEmpty })
        }
    }

    @Test(arguments: [
        (
            "{\"name\": \"x\", \"issuer\": \"https://token.actions.githubusercontent.com\", \"claims\": {}}",
            "repository_id"
        ),
        (
            "{\"name\": \"x\", \"issuer\": \"https://token.actions.githubusercontent.com\", \"claims\": {\"repository_id\": \"*\"}}",
            "a number"
        ),
        (
            "{\"name\": \"x\", \"issuer\": \"https://token.actions.githubusercontent.com\", \"claims\": {\"repository\": \"o/r\"}}",
            "repository_id"
        ),
        (
            "{\"name\": \"x\", \"issuer\": \"https://token.actions.githubusercontent.com\", \"provider\": \"generic\", \"claims\": {\"sub\": \"x\"}}",
            "leave the provider out"
        ),
        (
            "{\"name\": \"x\", \"issuer\": \"https://gitlab.com\", \"claims\": {\"project_path\": \"o/r\"}}",
            "project_id"
        ),
        (
            "{\"name\": \"x\", \"issuer\": \"https://agent.buildkite.com\", \"claims\": {\"pipeline_slug\": \"p\"}}",
            "organization_id"
        ),
        (
            "{\"name\": \"x\", \"issuer\": \"https://oidc.circleci.com/org/1\", \"claims\": {\"sub\": \"p\"}}",
            "oidc.circleci.com/project-id"
        ),
        ("{\"name\": \"x\", \"issuer\": \"https://j.example\", \"claims\": {\"aud\": \"p\"}}", "tells its jobs apart"),
        ("{\"name\": \"x\", \"issuer\": \"https://j.example\", \"claims\": {\"sub\": \"**\"}}", "tells its jobs apart"),
        ("{\"name\": \"x\", \"issuer\": \"ftp://j.example\", \"claims\": {\"sub\": \"p\"}}", "https address"),
        ("{\"name\": \"x\", \"issuer\": \"https://u@j.example\", \"claims\": {\"sub\": \"p\"}}", "https address"),
        (
            "{\"name\": \"x\", \"issuer\": \"https://j.example\", \"claims\": {\"sub\": \"p\"}, \"scopes\": [\"admin\"]}",
            "upload, read or both"
        ),
        (
            "{\"name\": \"x\", \"issuer\": \"https://j.example\", \"claims\": {\"sub\": \"p\"}, \"jwks\": \"{}\"}",
            "jwks cannot be used"
        ),
    ])
    func `a rule that would trust too many is refused`(body: String, hint: String) async throws {
        try await TestServer.with { server in
            let reply = try await server.send(.post, "/api/v1/projects/p/trust", body: body)
            #expect(reply.status == 422 && reply.text.contains(hint), "\(reply.text)")
        }
    }

    @Test func `too many attempts are told so`() async throws {
        try await TestServer.with { server in
            var last = 0
            for _ in 0..<601 { last = try await exchange(server, "x").status }
            #expect(last == 429)
            server.clock.advance(by: 61)
            #expect(try await exchange(server, "x").status == 401)
        }
    }
}
