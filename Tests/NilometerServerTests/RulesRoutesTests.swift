import Foundation
import HTTPTypes
import NilometerAPI
import NilometerCore
import Testing

@testable import NilometerServer

/// Rules and bases as uploads bring them and the API shows them.
struct RulesRoutesTests {
    private func envelope(
        _ commit: String,
        line: [String] = [],
        branch: String = "main",
        value: Int = 1,
        rules: String? = nil,
        base: String? = nil,
        changeRequest: Int? = nil
    ) throws -> String {
        var body = RunEnvelope(
            commit: .init(sha: commit, branch: branch, line: line),
            machine: .init(name: "ci"),
            origin: Origin(id: commit + branch + "\(value)", changeRequest: changeRequest),
            reports: [
                .init(format: nil, name: "out", encoding: "utf8", content: "BenchmarkB 1 5 ns/op \(value) allocs/op\n")
            ]
        )
        body.rules = rules
        body.base = base.map { .init(branch: "main", sha: $0, line: []) }
        return String(decoding: try JSONCoding.encoder.encode(body), as: UTF8.self)
    }

    private func upload(_ server: TestServer, _ body: String, query: String = "") async throws -> RunView {
        let reply = try await server.send(
            .post,
            "/api/v1/projects/p/runs" + query,
            body: body,
            headers: ["Content-Type": "application/json"]
        )
        #expect(reply.status == 201, "\(reply.text)")
        return try reply.decoded(RunView.self)
    }

    private func rules(_ server: TestServer) async throws -> RulesView {
        try await server.send(.get, "/api/v1/projects/p/rules").decoded(RulesView.self)
    }

    @Test func `rules come with runs of the default branch; those that cannot be read are a warning`() async throws {
        try await TestServer.with { server in
            let none = try await rules(server)
            #expect(none.text == nil && none.commit == nil && none.rules.isEmpty)
            let text = "alertBudget = 2\n[[rule]]\nbenchmark = \"B*\"\nsmallestChange = \"2 %\"\n"
            _ = try await upload(server, try envelope("a", rules: text))
            let first = try await rules(server)
            #expect(first.text == text && first.commit == "a" && first.alertBudget == 2)
            #expect(first.rules.map(\.benchmark) == ["B*"] && first.rules.map(\.smallestShare) == [0.02])
            let bad = "[[rule]]\nsmallestChnge = \"2 %\"\n"
            let doubted = try await upload(server, try envelope("b", line: ["a"], rules: bad))
            let warning = try #require(doubted.warnings.first { $0.code == "rules-unreadable" })
            #expect(warning.line == 2 && warning.message.contains("smallestChnge"))
            #expect(try await rules(server).text == text)
            _ = try await upload(server, try envelope("c", line: ["b", "a"], rules: ""))
            let cleared = try await rules(server)
            #expect(cleared.text == "" && cleared.commit == "c" && cleared.rules.isEmpty)
        }
    }

    @Test func `a change request that waits is answered with its verdict, and its rules are shown only`() async throws {
        try await TestServer.with { server in
            let strict = "[[rule]]\nowner = \"@team\"\nsmallestChange = \"1 %\"\n"
            _ = try await upload(server, try envelope("a", rules: strict))
            let lax = "[[rule]]\nowner = \"@team\"\nsmallestChange = \"99 %\"\n"
            let body = try envelope("f", line: ["a"], branch: "f", value: 2, rules: lax, base: "a", changeRequest: 7)
            let run = try await upload(server, body, query: "?wait=5s")
            #expect(run.base == MergeBase(branch: "main", sha: "a") && run.origin.changeRequest == 7)
            let verdict = try #require(run.verdict)
            #expect(verdict.verdict == .regressed && verdict.base.commit == "a" && verdict.base.distance == 0)
            let row = try #require(verdict.rows.first)
            #expect(row.owner == "@team" && row.headRunIDs == [run.id] && row.metric == "allocs/op")
            let sentence = "rule 1: smallestChange 1 % → 99 % (not applied: this comes from the change request)"
            #expect(verdict.rulesDifference == [sentence])
            #expect(try await rules(server).text == strict)
            let plain = try await upload(server, try envelope("b", line: ["a"]), query: "?wait=5s")
            #expect(plain.verdict == nil && plain.swept == true)
        }
    }

    @Test func `a fork's change request from a branch called main does not move the project's own`() async throws {
        try await TestServer.with { server in
            _ = try await upload(server, try envelope("a"))
            let body = try envelope(
                "x",
                line: ["a"],
                value: 9,
                rules: "alertBudget = 100\n",
                base: "a",
                changeRequest: 3
            )
            let run = try await upload(server, body)
            #expect(run.branch == "change-request/3")
            #expect(run.warnings.contains { $0.code == "branch-renamed" })
            #expect(try await server.store.measuredCommits(in: "p", branch: "main") == ["a"])
            #expect(try await rules(server).text == nil)
            let query = "?commit=y&machine=ci&line=a&base=a&baseBranch=main&branch=f&changeRequest=4&wait=5s"
            let curl = try await server.send(
                .post,
                "/api/v1/projects/p/runs" + query,
                body: "BenchmarkB 1 5 ns/op 9 allocs/op\n",
                headers: ["Content-Type": "text/plain"]
            ).decoded(RunView.self)
            #expect(curl.verdict?.base.commit == "a" && curl.verdict?.verdict == .regressed)
        }
    }
}
