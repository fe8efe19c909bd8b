import Foundation
import HTTPTypes
import NilometerAPI
import NilometerCore
import Testing

@testable import NilometerServer

/// A recorded Go case is uploaded, its two sides as runs with evidence, and asked for its reasons.
struct ExplanationsTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "NilometerEvidenceTests/Fixtures/go-cases/return-cell")

    /// What is known to be the reason.
    private struct Truth: Decodable {
        var benchmark: String
        var pattern: AllocationPattern
        var site: SourcePlace
    }

    private func truth() throws -> Truth {
        try JSONDecoder().decode(Truth.self, from: Data(contentsOf: Self.folder.appending(path: "truth.json")))
    }

    private func part(_ path: String) throws -> [String: String] {
        let content = try Data(contentsOf: Self.folder.appending(path: path))
        let name = String(path.split(separator: "/").last ?? "")
        return ["name": name, "encoding": "base64", "content": content.base64EncodedString()]
    }

    private func envelope(
        _ side: String,
        line: [String],
        evidence: [[String: String]]
    ) throws -> String {
        let body: [String: Any] = [
            "schema": "nilometer.run/1", "commit": ["sha": side, "branch": "main", "line": line],
            "machine": ["name": "m"], "reports": [try part("\(side)/bench.txt")], "evidence": evidence,
        ]
        return String(decoding: try JSONSerialization.data(withJSONObject: body), as: UTF8.self)
    }

    private func upload(_ body: String, to server: TestServer) async throws -> RunView {
        let reply = try await server.send(
            .post,
            "/api/v1/projects/p/runs",
            body: body,
            headers: ["Content-Type": "application/json"]
        )
        #expect(reply.status == 201, "\(reply.text)")
        return try JSONCoding.decoder.decode(RunView.self, from: Data(reply.body))
    }

    private func explanations(_ query: String, from server: TestServer) async throws -> ExplanationsView {
        let reply = try await server.send(.get, "/api/v1/projects/p/explanations?" + query)
        #expect(reply.status == 200, "\(reply.text)")
        return try JSONCoding.decoder.decode(ExplanationsView.self, from: Data(reply.body))
    }

    @Test func `a rise between two runs with evidence is explained by its line`() async throws {
        let truth = try truth()
        try await TestServer.with { server in
            for (side, line) in [("old", []), ("new", ["old"])] {
                var evidence = [try part("\(side)/mm.txt"), try part("\(side)/mem.pprof")]
                if side == "new" { evidence.append(try part("diff-u0.patch")) }
                let run = try await upload(try envelope(side, line: line, evidence: evidence), to: server)
                #expect(!run.warnings.contains { $0.code.hasPrefix("evidence") })
            }
            let answer = try await explanations("base=old&head=new&metric=allocs/op", from: server)
            #expect(answer.headEvidence == ["mm.txt", "mem.pprof", "diff-u0.patch"])
            let item = try #require(answer.items.first { $0.benchmark == truth.benchmark })
            #expect(answer.items.allSatisfy { $0.metric == "allocs/op" && ($0.after ?? 0) > ($0.before ?? 0) })
            let site = try #require(item.sites.first)
            #expect(site.file == truth.site.file)
            #expect(site.line == truth.site.line)
            #expect(site.pattern == truth.pattern)
            #expect(!site.reason.isEmpty)
            let other = try await explanations("base=old&head=new&metric=allocs/op&machine=other", from: server)
            #expect(other.items.isEmpty)
        }
    }

    @Test func `runs without evidence get an honest answer with what to add to the CI`() async throws {
        try await TestServer.with { server in
            for (side, line) in [("old", []), ("new", ["old"])] {
                _ = try await upload(try envelope(side, line: line, evidence: []), to: server)
            }
            let answer = try await explanations("base=old&head=new", from: server)
            #expect(!answer.items.isEmpty)
            for item in answer.items {
                #expect(item.sites.isEmpty)
                #expect(item.warnings.map(\.code) == ["noEvidence"])
                #expect(item.warnings.first?.message.contains("--evidence mm.txt") == true)
            }
            let unknown = try await server.send(
                .get,
                "/api/v1/projects/p/explanations?base=old&head=new&benchmark=None&metric=ns/op"
            )
            #expect(unknown.status == 404)
        }
    }

    @Test func `evidence that cannot be read is kept and told, and never refuses the run`() async throws {
        try await TestServer.with { server in
            let evidence = [
                ["name": "a.txt", "content": "nothing that a compiler says"],
                ["name": "b.bin", "encoding": "base64", "content": "*"],
                ["name": "c.txt", "kind": "made-up", "content": "x"],
                ["name": "d.gz", "encoding": "gzip+base64", "content": "AAAA"],
            ]
            let body = try envelope("old", line: [], evidence: evidence)
            let run = try await upload(body, to: server)
            let told = run.warnings.filter { $0.code.hasPrefix("evidence") }
            #expect(
                told.map(\.code) == [
                    "evidence-unknown", "evidence-unknown", "evidence-unreadable", "evidence-unreadable",
                ]
            )
            for name in ["a.txt", "b.bin", "c.txt", "d.gz"] {
                #expect(told.contains { $0.message.contains(name) })
            }
            let source = try await server.send(.get, "/api/v1/projects/p/runs/\(run.id)/source")
            #expect(source.text == body)
            let list = "/api/v1/projects/p/runs/\(run.id)/evidence"
            let listed = try await server.send(.get, list).decoded(Listing<EvidenceView>.self).items
            #expect(listed.map(\.name) == ["a.txt", "c.txt"])
            #expect(listed.map(\.number) == [1, 3])
            #expect(try await server.send(.get, list + "/3").text == "x")
            #expect(try await server.send(.get, list + "/2").status == 404)
        }
    }
}
