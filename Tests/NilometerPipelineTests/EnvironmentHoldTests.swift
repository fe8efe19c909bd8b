import Foundation
import NilometerCore
import NilometerPipeline
import Testing

struct EnvironmentHoldTests {
    private func change(
        _ id: String,
        in series: String = "ser_1",
        at commit: String = "c",
        from before: String = "b",
        _ levels: (Double, Double) = (1, 2),
        _ state: ChangeState = .confirmed
    ) -> Change {
        Change(
            id: id,
            series: Series(
                id: series,
                project: "p",
                key: SeriesKey(benchmark: series, parameters: [:], metric: "ns/op"),
                machine: "m",
                unit: "ns",
                better: .lower,
                isExact: false
            ),
            branch: "main",
            state: state,
            label: "step",
            commit: commit,
            fromCommit: before,
            before: levels.0,
            after: levels.1
        )
    }

    private func shift(_ state: Alert.State = .open) -> Alert {
        Alert(
            id: "alt_shift",
            project: "p",
            state: state,
            kind: .environment,
            fromCommit: "b",
            toCommit: "c",
            openedAt: Example.time,
            updatedAt: Example.time,
            members: [],
            machine: "m",
            series: ["ser_1", "ser_2"]
        )
    }

    private func actions(_ alerts: [Alert], _ changes: [Change]) -> [(alert: Alert, event: String?)] {
        EnvironmentHold(alerts: alerts, now: Example.time).actions(on: alerts, changes: changes, makeID: { "alt_new" })
    }

    @Test func `changes of a shift are one held alert that tells nobody, others are left alone`() {
        let all = [
            change("1"), change("2", in: "ser_2"), change("3", in: "ser_3"), change("4", at: "z", from: "y"),
            change("5", in: "ser_2", at: "z", from: "y"),
        ]
        let found = actions([shift()], all)
        #expect(found.map(\.alert.members) == [["1", "2"]])
        #expect(found.map(\.alert.held) == [.environment])
        #expect(found.map(\.event) == [nil])
        #expect(actions([shift()] + found.map(\.alert), all).isEmpty)
        #expect(actions([], all).isEmpty)
    }

    @Test func `a change one commit beside the shift belongs to it`() {
        #expect(actions([shift()], [change("1", at: "d", from: "c"), change("2", in: "ser_2")]).count == 2)
        #expect(actions([shift()], [change("1", at: "b", from: "a"), change("2", in: "ser_2")]).count == 2)
    }

    @Test(arguments: [Alert.State.accepted, .invalid])
    func `when people say that it was the code, what was held is told`(state: Alert.State) {
        let held = actions([shift()], [change("1"), change("2", in: "ser_2")]).map(\.alert)
        let told = actions([shift(state)] + held, [change("1"), change("2", in: "ser_2")])
        #expect(told.map(\.event) == ["alert.opened"])
        #expect(told.map(\.alert.held) == [nil])
    }

    @Test func `what waited for the budget waits for the environment when all of it belongs to a shift`() throws {
        let part = [change("1"), change("2", in: "ser_2")]
        var waiting = try #require(actions([shift()], part).first).alert
        waiting.held = .budget
        let found = actions([shift(), waiting], part)
        #expect(found.map(\.alert.held) == [.environment])
        #expect(found.map(\.event) == [nil])
        waiting.members.append("3")
        #expect(actions([shift(), waiting], part + [change("3", in: "ser_3")]).isEmpty)
    }

    @Test func `a shift is over when most of its series came back`() {
        let up = [change("1"), change("2", in: "ser_2")]
        #expect(actions([shift(.acknowledged)], up + [change("3", at: "f", from: "e", (2, 1))]).count == 1)
        let both = [change("3", at: "f", from: "e", (2, 1)), change("4", in: "ser_2", at: "f", from: "e", (2, 1))]
        let found = actions([shift()], up + both)
        #expect(found.last?.event == "alert.recovered")
        #expect(found.last?.alert.kind == .environment)
    }
}
