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
}
