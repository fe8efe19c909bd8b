import Foundation
import HTTPTypes
import Hummingbird
import NilometerAPI
import NilometerCore
import Testing

@testable import NilometerServer

struct RoutesTests {
    private static let guarded = Routes.all.filter { $0.scope != nil }

    private func path(_ route: Route) -> String {
        route.path.replacing("{project}", with: "p").replacing("{", with: "").replacing("}", with: "")
    }

    private func others(than scope: AccessToken.Scope) -> [AccessToken.Scope] {
        AccessToken.Scope.allCases.filter { $0 != scope && $0 != .admin }
    }

    @Test func `no token, a wrong scope and a foreign project are refused on every route`() async throws {
        try await TestServer.with { server in
            let foreign = try await server.token([.admin], project: "q")
            #expect(Self.guarded.count > 35)
            for route in Self.guarded {
                let scope = try #require(route.scope)
                let name = Comment("\(route.method) \(route.path)")
                let body = route.body == nil ? nil : "{}"
                let none = try await server.send(route.method, path(route), token: nil, body: body)
                #expect(none.status == 401, name)
                #expect(none.header("WWW-Authenticate") == "Bearer", name)
                let bad = try await server.send(
                    route.method,
                    path(route),
                    token: "nlm_" + String(repeating: "a", count: 36)
                )
                #expect(bad.status == 401, name)
                let weak = try await server.token(others(than: scope), project: route.isInProject ? "p" : nil)
                #expect(try await server.send(route.method, path(route), token: weak, body: body).status == 403, name)
                let stranger = try await server.send(route.method, path(route), token: foreign, body: body)
                #expect(stranger.status == (route.isInProject ? 404 : 403), name)
            }
        }
    }

    @Test func `the route's own scope is enough, and every route is connected`() async throws {
        try await TestServer.with { server in
            for route in Routes.all where route.method == .get && route.scope != nil {
                let scope = try #require(route.scope)
                let own = try await server.token([scope], project: route.isInProject ? "p" : nil)
                let reply = try await server.send(route.method, path(route), token: own)
                let isNamed = route.path.contains("{") && !route.path.hasSuffix("{project}")
                let isAsking = route.query.contains(where: \.isRequired) && reply.status == 400
                #expect(
                    reply.status == 200 || (isNamed && reply.status == 404) || isAsking,
                    "\(route.path): \(reply.text)"
                )
                if reply.status == 404 { #expect(!reply.text.contains("nothing at this address"), "\(route.path)") }
            }
        }
    }

    @Test func `the router has the table's routes and no others`() async throws {
        try await TestServer.with { server in
            #expect(Set(server.routes) == Set(Routes.all.map { "\($0.method) \($0.path)" }))
        }
        let table = Set(Routes.all.map { "\($0.method) \($0.pattern)" })
        #expect(table.count == Routes.all.count, "two routes have one method and path")
        #expect(Set(Routes.all.map(\.id)).count == Routes.all.count, "two routes have one id")
        let document = OpenAPI.document(server: "http://test")
        guard case .object(let root) = document, case .object(let paths)? = root["paths"] else {
            Issue.record("the document has no paths")
            return
        }
        var documented: Set<String> = []
        for (path, value) in paths {
            guard case .object(let operations) = value else { continue }
            for method in operations.keys { documented.insert("\(method.uppercased()) \(path)") }
        }
        #expect(documented == Set(Routes.all.map { "\($0.method) \($0.path)" }))
    }

    @Test func `views have the properties that the document names`() throws {
        let series = Series(
            id: "s",
            project: "p",
            key: SeriesKey(benchmark: "B", parameters: [:], metric: "ns/op"),
            machine: "m",
            unit: "ns",
            better: .lower,
            isExact: false
        )
        let change = Change(
            id: "c",
            series: series,
            branch: "main",
            state: .confirmed,
            label: "step",
            commit: "b",
            fromCommit: "a",
            before: 1,
            after: 2
        )
        let time = Date(timeIntervalSince1970: 0)
        let alert = Alert(
            id: "a",
            project: "p",
            state: .open,
            kind: .regression,
            fromCommit: "a",
            toCommit: "b",
            openedAt: time,
            updatedAt: time,
            members: ["c"]
        )
        let project = Project(slug: "p", name: "p", defaultBranch: "main", createdAt: time)
        var side = ComparisonSide(asked: "a", commit: "a", branch: "main", runs: [], reason: "why")
        side.distance = 1
        var row = ComparisonRow(
            series: series,
            before: 1,
            after: 2,
            baseRuns: 1,
            headRuns: 1,
            verdict: .regressed,
            reason: "why"
        )
        row.owner = "@team"
        var comparison = Comparison(base: side, head: side, outcome: .compared, rows: [row])
        comparison.rulesDifference = ["rule 1"]
        var rule = Rule()
        (rule.benchmark, rule.kind, rule.most, rule.isIgnored) = (Glob("B"), .exact, 1, true)
        let examples: [(String, any Encodable)] = [
            ("Change", ChangeView(change)), ("Alert", AlertView(alert, members: [change])),
            ("Series", SeriesView(series)), ("Project", ProjectView(project)),
            ("Points", PointsView(series: "s", points: [Point(commit: "a", run: "r", value: 1)])),
            ("Reading", ReadingView(Reading(benchmark: "B", metric: "ns/op", unit: "ns", samples: [1]))),
            ("Commit", CommitView(sha: "a", parent: nil, runs: [], changes: [])),
            ("Comparison", ComparisonView(comparison)), ("ComparisonSide", ComparisonSideView(side)),
            ("ComparisonRow", ComparisonRowView(row)), ("Rules", RulesView(nil, Rules([rule]))),
            ("Rule", RulesView.Item(rule)),
        ]
        for (shape, example) in examples {
            let value = try JSONSerialization.jsonObject(with: JSONCoding.encoder.encode(example))
            let keys = Set(try #require(value as? [String: Any]).keys)
            guard case .object(let schema) = OpenAPIShapes.schema(of: shape),
                case .object(let properties)? = schema["properties"], case .list(let required)? = schema["required"]
            else {
                Issue.record("\(shape) is no object")
                continue
            }
            #expect(keys.isSubset(of: properties.keys), "\(shape)")
            #expect(required.allSatisfy { name in keys.contains { JSONValue.text($0) == name } }, "\(shape)")
        }
    }
}
