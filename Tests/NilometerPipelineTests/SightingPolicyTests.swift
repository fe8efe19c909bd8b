import Foundation
import NilometerCore
import NilometerPipeline
import Testing

struct SightingPolicyTests {
    private func sighting(_ commit: String, _ series: [String] = ["ser_1", "ser_2"], back: String? = nil) -> Sighting {
        Sighting(
            kind: .instrument,
            machine: "m",
            metric: "ns/op",
            commit: commit,
            fromCommit: "before " + commit,
            backAt: back,
            series: series,
            sentence: "It broke."
        )
    }

    private func actions(
        _ sightings: [Sighting],
        _ alerts: [Alert] = [],
        isInSight: Bool = true
    ) -> [(alert: Alert, event: String?)] {
        SightingPolicy(project: "p", now: Example.time).actions(
            for: sightings,
            alerts: alerts,
            isInSight: { _ in isInSight },
            makeID: { "alt_new" }
        )
    }

    private func opened(_ sighting: Sighting, _ state: Alert.State = .open) throws -> Alert {
        var alert = try #require(actions([sighting]).first).alert
        alert.state = state
        return alert
    }

    @Test func `a sighting opens an alert that says what was seen, once`() throws {
        let found = actions([sighting("c")])
        #expect(found.map(\.event) == ["alert.opened"])
        let alert = try #require(found.first).alert
        #expect(alert.kind == .instrument && alert.state == .open && alert.members.isEmpty)
        #expect(alert.summary == "It broke." && alert.machine == "m" && alert.metric == "ns/op")
        #expect(alert.series == ["ser_1", "ser_2"])
        #expect(actions([sighting("c")], [alert]).isEmpty)
    }

    @Test func `it has recovered when it is over, or is no longer seen where it would be`() throws {
        let alert = try opened(sighting("c"))
        let over = actions([sighting("c", back: "e")], [alert])
        #expect(over.map(\.event) == ["alert.recovered"])
        #expect(over.map(\.alert.backAt) == ["e"])
        #expect(actions([], [alert]).map(\.event) == ["alert.recovered"])
        #expect(actions([], [alert], isInSight: false).isEmpty)
        #expect(actions([sighting("c", back: "e")], over.map(\.alert)).isEmpty)
    }

    @Test func `what is seen again at the same commit opens the same alert again`() throws {
        let found = actions([sighting("c")], [try opened(sighting("c"), .recovered)])
        #expect(found.map(\.alert.state) == [.open])
        #expect(found.map(\.event) == ["alert.opened"])
    }

    @Test func `a run that came late moves the alert`() throws {
        let alert = try opened(sighting("d"))
        let found = actions([sighting("c")], [alert])
        #expect(found.map(\.alert.id) == [alert.id])
        #expect(found.map(\.alert.toCommit) == ["c"])
        #expect(found.map(\.event) == [nil])
        #expect(
            actions([sighting("c", ["ser_8", "ser_9"])], [alert]).map(\.event) == ["alert.opened", "alert.recovered"]
        )
    }

    @Test(arguments: [Alert.State.accepted, .invalid, .resolved])
    func `what people decided stays decided`(state: Alert.State) throws {
        let alert = try opened(sighting("c"), state)
        #expect(actions([sighting("c")], [alert]).isEmpty)
        #expect(actions([sighting("c", back: "e")], [alert]).map(\.event) == (state == .resolved ? [nil] : []))
    }

    @Test func `more series are told, fewer are only kept`() throws {
        let alert = try opened(sighting("c"))
        #expect(actions([sighting("c", ["ser_1", "ser_2", "ser_3"])], [alert]).map(\.event) == ["alert.updated"])
        let fewer = actions([sighting("c", ["ser_1"])], [alert])
        #expect(fewer.map(\.event) == [nil])
        #expect(fewer.map(\.alert.series) == [["ser_1"]])
    }

    @Test func `broken measuring that is over is told as such, other things that are over are not`() {
        var missing = sighting("c", back: "e")
        missing.kind = .missing
        let found = actions([sighting("c", back: "e"), missing])
        #expect(found.map(\.alert.kind) == [.instrument])
        #expect(found.map(\.alert.state) == [.recovered])
        #expect(found.map(\.event) == ["alert.opened"])
    }
}
