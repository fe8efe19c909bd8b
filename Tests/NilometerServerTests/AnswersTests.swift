import Foundation
import HTTPTypes
import NilometerAPI
import NilometerCore
import NilometerFormats
import Testing

@testable import NilometerServer

struct AnswersTests {
    private struct Line: Decodable {
        var run: RunView?
        var readings: [ReadingView]?
        var eof: Bool?
        var count: Int?
    }

    private let text = "BenchmarkA/x=1 10 5 ns/op 3 allocs/op\nBenchmarkB 10 7 ns/op 1 allocs/op\n"

    @Test(arguments: ["/api/v1/projects?", "/api/v1/projects/p/runs?", "/api/v1/projects/p/series?", "/api/v1/tokens?"])
    func `pages of two give every item once, in order`(path: String) async throws {
        struct Named: Codable { var id: String?; var slug: String? }
        try await TestServer.with { server in
            for number in 0..<5 {
                let body = "{\"slug\":\"x\(number)\"}"
                #expect(try await server.send(.post, "/api/v1/projects", body: body).status == 201)
                #expect(try await server.upload("c\(number)", text).status == 201)
                _ = try await server.token([.read])
            }
            let whole = try await server.send(.get, path + "limit=1000").decoded(Listing<Named>.self)
            #expect(whole.items.count >= 4 && whole.next == nil)
            var found: [Named] = []
            var next: String? = path + "limit=2"
            while let address = next {
                let reply = try await server.send(.get, address)
                #expect(reply.status == 200, "\(reply.text)")
                let page = try reply.decoded(Listing<Named>.self)
                #expect(page.items.count <= 2 && found.count <= whole.items.count)
                found += page.items
                let link = reply.header("Link")
                #expect((link == nil) == (page.next == nil))
                next = link.map { String($0.dropFirst().prefix { $0 != ">" }) }
            }
            #expect(found.map { $0.id ?? $0.slug } == whole.items.map { $0.id ?? $0.slug })
        }
    }

    @Test func `an unchanged answer is 304, and gzip is another representation of it`() async throws {
        try await TestServer.with { server in
            let rows = (0..<40).map { "BenchmarkN\($0) 10 5 ns/op\n" }.joined()
            #expect(try await server.upload("c", rows).status == 201)
            let plain = try await server.send(.get, "/api/v1/projects/p/series")
            let tag = try #require(plain.header("ETag"))
            #expect(tag.hasPrefix("\"") && plain.header("Vary") == "Accept-Encoding")
            let again = try await server.send(.get, "/api/v1/projects/p/series", headers: ["If-None-Match": tag])
            #expect(again.status == 304 && again.body.isEmpty && again.header("ETag") == tag)
            let packed = try await server.send(
                .get,
                "/api/v1/projects/p/series",
                headers: ["Accept-Encoding": "br, gzip;q=0.5"]
            )
            #expect(packed.header("Content-Encoding") == "gzip" && packed.header("ETag") != tag)
            #expect(try Inflate.gzip(packed.body, limit: 1 << 20) == plain.body)
            #expect(packed.body.count < plain.body.count)
            let packedTag = try #require(packed.header("ETag"))
            let known = ["If-None-Match": "W/\"x\", \(packedTag)", "Accept-Encoding": "gzip"]
            #expect(try await server.send(.get, "/api/v1/projects/p/series", headers: known).status == 304)
            let refused = try await server.send(
                .get,
                "/api/v1/projects/p/series",
                headers: ["Accept-Encoding": "gzip;q=0"]
            )
            #expect(refused.header("Content-Encoding") == nil)
            #expect(try await server.upload("d", rows + "BenchmarkNew 1 1 ns/op\n").status == 201)
            let changed = try await server.send(.get, "/api/v1/projects/p/series", headers: ["If-None-Match": tag])
            #expect(changed.status == 200)
            #expect(try await server.send(.head, "/api/v1/projects/p/series").body.isEmpty)
        }
    }

    @Test func `points of a series are in the order of the line, and have an ETag`() async throws {
        try await TestServer.with { server in
            _ = try await server.upload("b", text, line: ["a"])
            _ = try await server.upload("a", text)
            let series = try await server.send(.get, "/api/v1/projects/p/series?benchmark=B&metric=ns/op")
                .decoded(Listing<SeriesView>.self)
            let id = try #require(series.items.first?.id)
            let reply = try await server.send(.get, "/api/v1/projects/p/series/\(id)/points")
            #expect(try reply.decoded(PointsView.self).commits == ["a", "b"])
            let tag = try #require(reply.header("ETag"))
            let again = try await server.send(
                .get,
                "/api/v1/projects/p/series/\(id)/points",
                headers: ["If-None-Match": tag]
            )
            #expect(again.status == 304)
            let elsewhere = try await server.send(.get, "/api/v1/projects/p/series?branch=none").decoded(
                Listing<SeriesView>.self
            )
            #expect(elsewhere.items.isEmpty)
            let here = try await server.send(.get, "/api/v1/projects/p/series?branch=main&limit=1").decoded(
                Listing<SeriesView>.self
            )
            #expect(here.items.count == 1 && here.next != nil)
        }
    }

    @Test func `an upload that waits is told what changed at its commit`() async throws {
        try await TestServer.with { server in
            let old = String(repeating: "BenchmarkA 10 3 allocs/op\n", count: 5)
            let new = String(repeating: "BenchmarkA 10 9 allocs/op\n", count: 5)
            let first = try await server.upload("a", old, query: "&wait=10s").decoded(RunView.self)
            #expect(first.swept == true && first.changes?.isEmpty == true)
            let second = try await server.upload("b", new, line: ["a"], query: "&wait=10s").decoded(RunView.self)
            #expect(second.swept == true)
            #expect(second.changes?.map(\.commit) == ["b"])
            let plain = try await server.upload("c", new, line: ["b", "a"]).decoded(RunView.self)
            #expect(plain.swept == nil && plain.changes == nil)
            let commit = try await server.send(.get, "/api/v1/projects/p/commits/b").decoded(CommitView.self)
            #expect(commit.parent == "a" && commit.runs.count == 1 && commit.changes.count == 1)
            #expect(try await server.send(.get, "/api/v1/projects/p/commits/zz").status == 404)
            for (filter, count) in [("commit=b", 1), ("commit=a", 0), ("benchmark=A&metric=allocs/op&branch=main", 1)] {
                let found = try await server.send(.get, "/api/v1/projects/p/changes?" + filter).decoded(
                    Listing<ChangeView>.self
                )
                #expect(found.items.count == count, "\(filter)")
            }
        }
    }

    @Test func `names in paths and queries are percent-encoded`() async throws {
        try await TestServer.with { server in
            let sha = "feature%2Fä%20b".addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? ""
            #expect(try await server.upload("feature%2F%C3%A4%20b", text).status == 201)
            #expect(!sha.isEmpty)
            let commit = try await server.send(.get, "/api/v1/projects/p/commits/feature%2F%C3%A4%20b").decoded(
                CommitView.self
            )
            #expect(commit.sha == "feature/ä b" && commit.runs.count == 1)
        }
    }

    @Test func `the export has every run with its readings, and says that it is whole`() async throws {
        try await TestServer.with { server in
            for number in 0..<3 { _ = try await server.upload("c\(number)", text) }
            let reply = try await server.send(.get, "/api/v1/projects/p/export")
            #expect(reply.header("Content-Type") == "application/x-ndjson")
            let lines = try reply.text.split(separator: "\n").map {
                try JSONDecoder().decode(Line.self, from: Data($0.utf8))
            }
            #expect(lines.count == 4)
            #expect(lines.dropLast().map { $0.run?.commit } == ["c2", "c1", "c0"])
            #expect(lines.dropLast().allSatisfy { $0.readings?.count == 4 })
            #expect(lines.last?.eof == true && lines.last?.count == 3)
        }
    }

    @Test(arguments: ["runs", "changes ", "säries\u{1F}x", ""])
    func `a cursor is read back for its own list alone`(list: String) {
        for id in ["run_1", "", "a\u{1F}b", "ä/+="] {
            let cursor = Page.cursor(at: id, list: list)
            #expect(
                cursor.utf8.allSatisfy {
                    "-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8.contains($0)
                }
            )
            #expect(Page.place(of: cursor, list: list) == id)
            #expect(Page.place(of: cursor, list: list + "x") == nil)
            #expect(Page.place(of: cursor + "A", list: list) == nil)
        }
    }
}
