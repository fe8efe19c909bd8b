import Foundation
import NilometerCore
import NilometerPipeline
import Testing

struct AlertPolicyTests {
    private let now = Date(timeIntervalSince1970: 1_000_000)

    private func change(
        _ id: String,
        in benchmark: String,
        at commit: String,
        _ before: Double,
        _ after: Double,
        _ state: ChangeState = .confirmed
    ) -> Change {
        let key = SeriesKey(benchmark: benchmark, parameters: [:], metric: "allocs/op")
        let series = Series(
            id: "ser_" + benchmark,
            project: "p",
            key: key,
            machine: "m",
            unit: "1",
            better: .lower,
            isExact: true
        )
        return Change(
            id: id,
            series: series,
            branch: "main",
            state: state,
            label: "step",
            commit: commit,
            fromCommit: "before " + commit,
            before: before,
            after: after
        )
    }

    private func actions(
        _ changes: [String: [Change]],
        alerts: [Alert] = []
    ) -> [(alert: Alert, event: String?)] {
        AlertPolicy().actions(for: changes, alerts: alerts, known: [:], now: now, makeID: { "alt_new" })
    }

    @Test func `changes of one commit range are one alert`() throws {
        let found = actions([
            "ser_A": [change("1", in: "A", at: "c", 1, 2)], "ser_B": [change("2", in: "B", at: "c", 0, 9)],
        ])
        #expect(found.map(\.event) == ["alert.opened"])
        #expect(Set(try #require(found.first).alert.members) == ["1", "2"])
    }

    @Test func `improvements and unconfirmed changes open nothing`() {
        #expect(
            actions(["ser_A": [change("1", in: "A", at: "c", 2, 1), change("2", in: "A", at: "d", 1, 2, .pending)]])
                .isEmpty
        )
    }

    @Test func `an alert whose rise was undone has recovered`() throws {
        let rise = change("1", in: "A", at: "c", 1, 11)
        let opened = try #require(actions(["ser_A": [rise]]).first).alert
        let found = actions(["ser_A": [rise, change("2", in: "A", at: "d", 11, 2)]], alerts: [opened])
        #expect(found.map(\.event) == ["alert.recovered"])
        #expect(actions(["ser_A": [rise, change("2", in: "A", at: "d", 11, 8)]], alerts: [opened]).isEmpty)
    }

    @Test func `an alert is told once`() throws {
        let rise = change("1", in: "A", at: "c", 1, 11)
        let opened = try #require(actions(["ser_A": [rise]]).first).alert
        #expect(actions(["ser_A": [rise]], alerts: [opened]).isEmpty)
    }

    private func step(_ changes: [Change], held: Set<String>, alerts: [Alert]) -> [(alert: Alert, event: String?)] {
        AlertPolicy().actions(
            for: Dictionary(grouping: changes, by: \.series.id),
            alerts: alerts,
            known: [:],
            unaffordable: held,
            now: now,
            makeID: { "alt_new" }
        )
    }

    @Test func `a change that the budget does not afford is held without an event, and told once it does`() throws {
        let weak = change("1", in: "A", at: "c", 1, 11)
        let held = try #require(step([weak], held: ["1"], alerts: []).first)
        #expect(held.event == nil)
        #expect(held.alert.held == .budget)
        #expect(step([weak], held: ["1"], alerts: [held.alert]).isEmpty)
        let told = try #require(step([weak], held: [], alerts: [held.alert]).first)
        #expect(told.event == "alert.opened")
        #expect(told.alert.held == nil)
        #expect(told.alert.members == ["1"])
        #expect(step([weak], held: [], alerts: [told.alert]).isEmpty)
    }

    @Test func `an alert tells only of what the budget affords; the rest joins when it does`() throws {
        let changes = [change("1", in: "A", at: "c", 1, 11), change("2", in: "B", at: "c", 1, 11)]
        let held = try #require(step(changes, held: ["1", "2"], alerts: []).first).alert
        #expect(held.members == ["1", "2"])
        let told = try #require(step(changes, held: ["1"], alerts: [held]).first)
        #expect(told.alert.members == ["2"])
        #expect(step(changes, held: ["1"], alerts: [told.alert]).isEmpty)
        let joined = try #require(step(changes, held: [], alerts: [told.alert]).first)
        #expect(joined.event == "alert.updated")
        #expect(joined.alert.members == ["2", "1"])
    }

    @Test func `a sure change takes the held alert of its place over`() throws {
        let weak = change("1", in: "A", at: "c", 1, 11)
        let held = try #require(step([weak], held: ["1"], alerts: []).first).alert
        let told = try #require(step([change("2", in: "B", at: "c", 0, 9)], held: [], alerts: [held]).first)
        #expect(told.event == "alert.opened")
        #expect(told.alert.id == held.id)
        #expect(told.alert.members == ["2"])
    }

    @Test func `what was held and is undone recovers without an event`() throws {
        let rise = change("1", in: "A", at: "c", 1, 11)
        let held = try #require(step([rise], held: ["1"], alerts: []).first).alert
        let found = try #require(step([rise, change("2", in: "A", at: "d", 11, 2)], held: ["1"], alerts: [held]).first)
        #expect(found.event == nil)
        #expect(found.alert.state == .recovered)
    }
}
