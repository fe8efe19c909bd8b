import Foundation
import NilometerCore
import NilometerPipeline
import Testing

struct AlertPolicyEdgeTests {
    private func change(
        _ id: String,
        in benchmark: String,
        at commit: String,
        _ before: Double,
        _ after: Double,
        _ state: ChangeState = .confirmed,
        better: Better = .lower
    ) -> Change {
        Change(
            id: id,
            series: Series(
                id: "ser_" + benchmark,
                project: "p",
                key: SeriesKey(benchmark: benchmark, parameters: [:], metric: "allocs/op"),
                machine: "m",
                unit: "1",
                better: better,
                isExact: true
            ),
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
        _ changes: [Change],
        alerts: [Alert] = [],
        known: [Change] = []
    ) -> [(alert: Alert, event: String?)] {
        AlertPolicy().actions(
            for: Dictionary(grouping: changes, by: \.series.id),
            alerts: alerts,
            known: Dictionary(uniqueKeysWithValues: known.map { ($0.id, $0) }),
            now: Example.time,
            makeID: { "alt_new" }
        )
    }

    private func opened(by change: Change) throws -> Alert { try #require(actions([change]).first).alert }

    @Test func `a rise that was undone in the same sweep is told once, as recovered`() throws {
        let found = actions([change("1", in: "A", at: "c", 1, 9), change("2", in: "A", at: "d", 9, 1)])
        #expect(found.map(\.event) == ["alert.opened"])
        #expect(found.map(\.alert.state) == [.recovered])
    }

    @Test func `a retracted change ends its alert`() throws {
        let rise = change("1", in: "A", at: "c", 1, 9)
        let alert = try opened(by: rise)
        var retracted = rise
        retracted.state = .retracted
        #expect(actions([retracted], alerts: [alert]).map(\.event) == ["alert.recovered"])
    }

    @Test func `an alert waits for its last member`() throws {
        let (a, b) = (change("1", in: "A", at: "c", 1, 9), change("2", in: "B", at: "c", 1, 9))
        let alert = try #require(actions([a, b]).first).alert
        let fixA = change("3", in: "A", at: "d", 9, 1)
        #expect(actions([a, fixA], alerts: [alert], known: [a, b]).isEmpty)
        let fixB = change("4", in: "B", at: "d", 9, 1)
        #expect(actions([a, fixA, b, fixB], alerts: [alert]).map(\.event) == ["alert.recovered"])
    }

    @Test func `a new member opens an alert again that had recovered`() throws {
        let (a, fix) = (change("1", in: "A", at: "c", 1, 9), change("2", in: "A", at: "d", 9, 1))
        let recovered = try #require(actions([a, fix], alerts: [try opened(by: a)]).first).alert
        #expect(recovered.state == .recovered)
        let late = change("3", in: "B", at: "c", 1, 9)
        let found = actions([late], alerts: [recovered], known: [a, fix])
        #expect(found.map(\.event) == ["alert.opened"])
        #expect(found.map(\.alert.state) == [.open])
        #expect(found.first?.alert.members == ["1", "3"])
    }

    @Test(arguments: [Alert.State.resolved, .accepted, .invalid])
    func `what a person has decided stays decided`(state: Alert.State) throws {
        let rise = change("1", in: "A", at: "c", 1, 9)
        var alert = try opened(by: rise)
        alert.state = state
        #expect(actions([rise, change("2", in: "A", at: "d", 9, 1)], alerts: [alert]).isEmpty)
    }

    @Test func `where higher is better a fall opens, a rise recovers, and unknown directions do neither`() throws {
        let fall = change("1", in: "A", at: "c", 9, 1, better: .higher)
        let alert = try opened(by: fall)
        let rise = change("2", in: "A", at: "d", 1, 8, better: .higher)
        #expect(actions([fall, rise], alerts: [alert]).map(\.event) == ["alert.recovered"])
        #expect(actions([rise]).isEmpty)
        #expect(actions([change("3", in: "B", at: "c", 1, 9, better: .unknown)]).isEmpty)
    }

    @Test(arguments: [0.79, 0.8])
    func `eighty per cent of a step must be undone`(share: Double) throws {
        let rise = change("1", in: "A", at: "c", 0, 1000)
        let fix = change("2", in: "A", at: "d", 1000, 1000 - 1000 * share)
        #expect(actions([rise, fix], alerts: [try opened(by: rise)]).isEmpty == (share < AlertPolicy.undoneShare))
    }

    @Test func `a held alert changes without telling anybody`() throws {
        let rise = change("1", in: "A", at: "c", 1, 9)
        var alert = try opened(by: rise)
        alert.held = .instrument
        let more = actions([rise, change("2", in: "B", at: "c", 1, 9)], alerts: [alert])
        #expect(more.map(\.event) == [nil])
        #expect(more.first?.alert.members == ["1", "2"])
        let over = actions([rise, change("3", in: "A", at: "d", 9, 1)], alerts: [alert])
        #expect(over.map(\.event) == [nil])
        #expect(over.first?.alert.state == .recovered)
    }

    @Test(arguments: [Alert.Kind.missing, .instrument, .environment])
    func `only alerts of changes end with their changes`(kind: Alert.Kind) throws {
        let rise = change("1", in: "A", at: "c", 1, 9)
        var alert = try opened(by: rise)
        alert.id = "alt_old"
        alert.kind = kind
        alert.members = []
        #expect(actions([], alerts: [alert]).isEmpty)
        #expect(actions([rise], alerts: [alert]).map(\.event) == ["alert.opened"])
    }

    @Test func `nothing is decided from nothing`() {
        #expect(actions([]).isEmpty)
    }
}
