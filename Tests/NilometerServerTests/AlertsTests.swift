import Foundation
import HTTPTypes
import NilometerAPI
import NilometerCore
import NilometerSQLite
import Testing

@testable import NilometerServer

struct AlertsTests {
    private let path = "/api/v1/projects/p/alerts/"

    private func open(_ id: String, _ members: [String], in server: TestServer) async throws {
        let alert = Alert(
            id: id,
            project: "p",
            state: .open,
            kind: .regression,
            fromCommit: "a",
            toCommit: "b",
            openedAt: server.clock.now,
            updatedAt: server.clock.now,
            members: members
        )
        let event = AlertEvent(
            id: "evt_0" + id,
            type: "alert.opened",
            alert: alert,
            at: server.clock.now,
            actor: "nilometer",
            body: "{}"
        )
        #expect(try await server.store.record(alerts: [alert], events: [event], in: "p"))
    }

    @Test(arguments: [
        ("acknowledge", "acknowledged", "alert.updated"), ("resolve", "resolved", "alert.resolved"),
        ("accept", "accepted", "alert.resolved"), ("invalid", "invalid", "alert.resolved"),
    ])
    func `a decision moves the alert, once, and is an event of its actor`(
        word: String,
        state: String,
        event: String
    )
        async throws
    {
        try await TestServer.with { server in
            try await open("alt_1", ["chg_1"], in: server)
            let token = try await server.token([.triage, .read], project: "p")
            for _ in 0..<2 {
                let reply = try await server.send(.post, path + "alt_1/" + word, token: token)
                #expect(reply.status == 200, "\(reply.text)")
                #expect(try reply.decoded(AlertView.self).state.rawValue == state)
            }
            let events = try #require(try await server.send(.get, path + "alt_1").decoded(AlertView.self).events)
            #expect(events.map(\.type) == ["alert.opened", event])
            #expect(events.last?.actor.hasPrefix("tok_") == true)
            let listed = try await server.send(.get, "/api/v1/projects/p/alerts?state=" + state + "&kind=regression")
                .decoded(Listing<AlertView>.self)
            #expect(listed.items.map(\.id) == ["alt_1"])
            #expect(
                try await server.send(.get, "/api/v1/projects/p/alerts?state=open").decoded(Listing<AlertView>.self)
                    .items.isEmpty
            )
            let reopened = try await server.send(.post, path + "alt_1/reopen", token: token).decoded(AlertView.self)
            #expect(reopened.state == .open)
        }
    }

    @Test func `a patch changes state, assignee and note, and nothing else`() async throws {
        try await TestServer.with { server in
            try await open("alt_1", [], in: server)
            let body = #"{"state":"acknowledged","assignee":"Ada","note":"looking"}"#
            let view = try await server.send(.patch, path + "alt_1", body: body).decoded(AlertView.self)
            #expect(view.state == .acknowledged && view.assignee == "Ada" && view.note == "looking")
            let cleared = try await server.send(.patch, path + "alt_1", body: #"{"note":""}"#).decoded(AlertView.self)
            #expect(cleared.note == nil && cleared.assignee == "Ada")
            for (bad, status) in [
                (#"{"state":"recovered"}"#, 422), (#"{"state":"shut"}"#, 422), (#"{"kind":"x"}"#, 400),
            ] {
                #expect(try await server.send(.patch, path + "alt_1", body: bad).status == status)
            }
            #expect(try await server.send(.patch, path + "alt_9", body: "{}").status == 404)
        }
    }

    @Test func `split and merge keep every member in one alert`() async throws {
        try await TestServer.with { server in
            try await open("alt_1", ["chg_1", "chg_2", "chg_3"], in: server)
            let part = try await server.send(.post, path + "alt_1/split", body: #"{"members":["chg_2"]}"#)
            #expect(part.status == 200, "\(part.text)")
            let id = try part.decoded(AlertView.self).id
            #expect(try await server.store.alert(id, in: "p")?.members == ["chg_2"])
            #expect(try await server.store.alert("alt_1", in: "p")?.members == ["chg_1", "chg_3"])
            for bad in [#"{"members":[]}"#, #"{"members":["chg_2"]}"#, #"{"members":["chg_1","chg_3"]}"#] {
                #expect(try await server.send(.post, path + "alt_1/split", body: bad).status == 422)
            }
            #expect(try await server.send(.post, path + "alt_1/merge", body: #"{"alert":"alt_1"}"#).status == 422)
            #expect(try await server.send(.post, path + "alt_1/merge", body: #"{"alert":"alt_9"}"#).status == 404)
            let merged = try await server.send(.post, path + "alt_1/merge", body: "{\"alert\":\"\(id)\"}")
            #expect(merged.status == 200, "\(merged.text)")
            let whole = try #require(try await server.store.alert("alt_1", in: "p"))
            #expect(Set(whole.members) == ["chg_1", "chg_2", "chg_3"])
            let rest = try #require(try await server.store.alert(id, in: "p"))
            #expect(rest.members.isEmpty && rest.state == .resolved && rest.mergedInto == "alt_1")
            #expect(try await server.send(.post, path + "alt_1/merge", body: "{\"alert\":\"\(id)\"}").status == 409)
        }
    }

    @Test func `events of a muted alert are kept and not sent`() async throws {
        try await TestServer.with { server in
            let made = try await server.send(
                .post,
                "/api/v1/projects/p/webhooks",
                body: #"{"url":"http://127.0.0.1/"}"#
            )
            let hook = try made.decoded(WebhookView.self).id
            try await open("alt_1", ["chg_1"], in: server)
            let until = Timestamp.text(server.clock.now.addingTimeInterval(3600))
            #expect(try await server.send(.post, path + "alt_1/mute", body: "{\"until\":\"\(until)\"}").status == 200)
            #expect(try await server.send(.post, path + "alt_1/acknowledge").status == 200)
            func count() async throws -> Int {
                try await server.store.deliveries(of: hook, in: "p", after: nil, limit: 10).count
            }
            #expect(try await count() == 1)
            #expect(try await server.store.events(of: "alt_1", in: "p").count == 3)
            server.clock.advance(by: 3600)
            #expect(try await server.send(.post, path + "alt_1/resolve").status == 200)
            #expect(try await count() == 2)
            #expect(try await server.send(.post, path + "alt_1/mute", body: #"{"until":null}"#).status == 200)
            #expect(try await server.send(.post, path + "alt_1/mute", body: #"{"until":"later"}"#).status == 422)
        }
    }

    @Test func `a decision on an alert that somebody else changed is not written`() async throws {
        try await TestServer.with { server in
            try await open("alt_1", ["chg_1"], in: server)
            var mine = try #require(try await server.store.alert("alt_1", in: "p"))
            #expect(try await server.send(.post, path + "alt_1/acknowledge").status == 200)
            mine.state = .resolved
            #expect(try await server.store.record(alerts: [mine], events: [], in: "p") == false)
            #expect(try await server.store.alert("alt_1", in: "p")?.state == .acknowledged)
        }
    }
}
