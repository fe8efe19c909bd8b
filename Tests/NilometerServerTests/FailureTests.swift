import Foundation
import HTTPTypes
import NilometerAPI
import NilometerCore
import Testing

@testable import NilometerServer

struct FailureTests {
    @Test func `an unknown address is a problem, and a wrong method names the right ones`() async throws {
        try await TestServer.with { server in
            let nowhere = try await server.send(.get, "/api/v1/nowhere", headers: ["X-Request-Id": "mine-1"])
            #expect(nowhere.status == 404)
            #expect(nowhere.header("Content-Type") == "application/problem+json")
            #expect(nowhere.header("X-Request-Id") == "mine-1")
            let problem = try nowhere.decoded(Problem.self)
            #expect(problem.requestID == "mine-1" && problem.status == 404 && problem.instance == "/api/v1/nowhere")
            let wrong = try await server.send(.put, "/api/v1/projects/p")
            #expect(wrong.status == 405)
            #expect(wrong.header("Allow") == "DELETE, GET, HEAD, PATCH")
            #expect(try wrong.decoded(Problem.self).code == "badMethod")
        }
    }

    @Test(arguments: [
        ("GET", "/api/v1/projects/p/runs?limit=0"), ("GET", "/api/v1/projects/p/runs?limit=many"),
        ("GET", "/api/v1/projects/p/runs?limit=1001"), ("GET", "/api/v1/projects/p/runs?cursor=!!!"),
        ("GET", "/api/v1/projects/p/series?cursor=cnVuc18x"), ("GET", "/api/v1/projects/p/changes?state=sure"),
        ("GET", "/api/v1/projects/p/alerts?state=closed"), ("GET", "/api/v1/projects/p/changes?benchmrak=B"),
        ("GET", "/api/v1/projects/p/runs?branch=a&branch=b"), ("GET", "/api/v1/projects/p/runs?branch=%FF"),
        ("GET", "/api/v1/projects/p/runs/%ZZ"), ("POST", "/api/v1/projects/p/runs?commit=a&wait=soon"),
        ("POST", "/api/v1/projects/p/runs?commit=a&wait=61s"), ("POST", "/api/v1/projects/p/runs?commit=a&attempt=x"),
        ("GET", "/api/v1/projects?slug=p"),
    ])
    func `what the address says wrongly is refused with a sentence`(method: String, path: String) async throws {
        try await TestServer.with { server in
            let method = try #require(HTTPRequest.Method(method))
            let reply = try await server.send(method, path, body: method == .post ? "BenchmarkA 1 3 ns/op\n" : nil)
            #expect(reply.status == 400, "\(reply.text)")
            #expect(try reply.decoded(Problem.self).detail.count > 30)
        }
    }

    @Test(arguments: [
        (#"{"slug":"a","colour":1}"#, 400), (#"{"slug":"a/b"}"#, 422), (#"{"slug":1}"#, 400), ("{", 400),
        (#"{"slug":"a","slug":"b"}"#, 400), (#"{"slug":"a","\u0073lug":"b"}"#, 400), (#"{"slug":""}"#, 422),
        (#"{"slug":"p"}"#, 409), (#"{"slug":"b","name":""}"#, 422), ("[]", 400),
    ])
    func `a draft is refused where it is not what it should be`(body: String, status: Int) async throws {
        try await TestServer.with { server in
            let reply = try await server.send(.post, "/api/v1/projects", body: body)
            #expect(reply.status == status, "\(reply.text)")
            #expect(try reply.decoded(Problem.self).detail.count > 20)
        }
    }

    @Test func `tokens end when they expire and when they are revoked`() async throws {
        try await TestServer.with { server in
            let token = try await server.token([.read], project: "p", lasting: 60)
            #expect(try await server.send(.get, "/api/v1/projects/p", token: token).status == 200)
            server.clock.advance(by: 60)
            #expect(try await server.send(.get, "/api/v1/projects/p", token: token).status == 401)
            let made = try await server.send(
                .post,
                "/api/v1/tokens",
                body: #"{"name":"ci","scopes":["upload"],"project":"p"}"#
            ).decoded(TokenView.self)
            let text = try #require(made.token)
            let body = "BenchmarkA 1 3 ns/op\n"
            #expect(
                try await server.send(.post, "/api/v1/projects/p/runs?commit=a", token: text, body: body).status == 201
            )
            #expect(try await server.send(.delete, "/api/v1/tokens/\(made.id)").status == 204)
            #expect(
                try await server.send(.post, "/api/v1/projects/p/runs?commit=b", token: text, body: body).status == 401
            )
            let listed = try await server.send(.get, "/api/v1/tokens")
            #expect(!listed.text.contains(text))
        }
    }

    @Test func `a project's tokens end with it`() async throws {
        try await TestServer.with { server in
            let token = try await server.token([.read], project: "p")
            #expect(try await server.send(.delete, "/api/v1/projects/p").status == 204)
            #expect(try await server.send(.post, "/api/v1/projects", body: #"{"slug":"p"}"#).status == 201)
            #expect(try await server.send(.get, "/api/v1/projects/p", token: token).status == 401)
        }
    }

    @Test func `a token with one changed letter fails its checksum`() {
        let made = Tokens.make(
            name: "a",
            scopes: [.read],
            project: nil,
            expiresAt: nil,
            now: Date(timeIntervalSince1970: 0)
        )
        #expect(Tokens.keyID(of: made.text) == made.token.keyID)
        for index in made.text.indices.dropFirst(4) {
            var text = made.text
            text.replaceSubrange(index...index, with: text[index] == "x" ? "y" : "x")
            #expect(Tokens.keyID(of: text) == nil)
        }
        #expect(Tokens.isSame("abc", "abc") && !Tokens.isSame("abc", "abd") && !Tokens.isSame("abc", "ab"))
    }

    @Test func `a map of too many keys is refused before it fills the memory`() async throws {
        try await TestServer.with { server in
            let keys = (0..<20_000).map { "\"k\($0)\":\"v\"" }.joined(separator: ",")
            let body = "{\"schema\":\"nilometer.run/1\",\"context\":{\(keys)}}"
            let json = ["Content-Type": "application/json"]
            let reply = try await server.send(.post, "/api/v1/projects/p/runs", body: body, headers: json)
            #expect(reply.status == 400, "\(reply.text)")
        }
    }
}
