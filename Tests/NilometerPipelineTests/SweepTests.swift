import Foundation
import NilometerCore
import NilometerPipeline
import NilometerTesting
import Testing

struct SweepTests {
    /// Finds a confirmed change wherever the value differs from the one before: small, real, and exact.
    private struct EveryStep: Detector {
        let id = "every-step"

        func findings(in points: [Point], isExact: Bool) -> Findings {
            let changes = points.indices.dropFirst().filter { points[$0].value != points[$0 - 1].value }.map { index in
                Finding(
                    index: index,
                    range: index...index,
                    state: .confirmed,
                    before: points[index - 1].value,
                    after: points[index].value
                )
            }
            return Findings(seriesClass: "exact", isLearning: false, changes: changes)
        }
    }

    private func sweep(_ store: any Store) -> Sweep {
        Sweep(
            store: store,
            detector: EveryStep(),
            doorbell: Doorbell(),
            deliverDoorbell: Doorbell(),
            eventText: { type, alert, members, _ in "\(type) \(alert.toCommit) \(members.count)" },
            now: { Example.time }
        )
    }

    private func filled(_ values: [Double]) async -> MemoryStore {
        let store = MemoryStore()
        _ = await store.createProject(Example.project)
        let webhook = Webhook(
            id: "whk_1",
            project: "p",
            url: "http://x/",
            secrets: [],
            isActive: true,
            createdAt: Example.time
        )
        _ = await store.createWebhook(webhook)
        for (place, value) in values.enumerated() { _ = await store.append([Example.run(place, value)]) }
        return store
    }

    /// What a person would see: changes, alerts and what is told of them, without the ids that chance gives.
    private func shown(_ store: MemoryStore) async -> [String] {
        let changes = await store.changes(in: "p", series: nil, withRetracted: true)
            .map { "\($0.commit) \($0.before) \($0.after) \($0.state)" }
        let alerts = await store.alerts(in: "p", state: nil)
            .map { "\($0.fromCommit) \($0.toCommit) \($0.state) \($0.members.count)" }
        let deliveries = await store.dueDeliveries(at: Example.time, each: 99, limit: 99).map(\.body)
        return changes + alerts.sorted() + deliveries.sorted()
    }

    private func drain(_ sweep: Sweep) async throws {
        var rounds = 0
        while try await sweep.sweepOnce(), rounds < 99 { rounds += 1 }
    }

    @Test func `a step that was swept is a change, an alert, and one delivery, once`() async throws {
        let store = await filled([1, 1, 5, 5])
        try await drain(sweep(store))
        let found = await shown(store)
        #expect(found == ["c2 1.0 5.0 confirmed", "c1 c2 open 1", "alert.opened c2 1"])
        _ = await store.append([Example.run(4, 5)])
        try await drain(sweep(store))
        #expect(await shown(store) == found)
    }

    @Test(
        arguments: [
            FaultyStore.Call.tails, .samples, .dueSweep, .changes, .alerts, .finish,
        ],
        FaultyStore.Moment.allCases
    )
    func `a sweep that failed at any call leaves the work due, and the retry ends as if nothing had been`(
        call: FaultyStore.Call,
        moment: FaultyStore.Moment
    ) async throws {
        let values: [Double] = [1, 1, 5, 5, 1, 7]
        let untroubled = await filled(values)
        try await drain(sweep(untroubled))
        let base = await filled(values)
        let store = FaultyStore(base)
        store.fail(call, with: .failed("killed"), moment)
        await #expect(throws: StoreError.self) { try await sweep(store).sweepOnce() }
        let isDone = call == .finish && moment == .after
        #expect(await (base.dueSweep(limit: 9) == nil) == isDone)
        try await drain(sweep(store))
        #expect(await shown(base) == shown(untroubled))
        #expect(await base.dueSweep(limit: 9) == nil)
    }

    @Test(arguments: 0..<20)
    func `the order of arrival and of sweeps does not show in what is found`(seed: Int) async throws {
        let values: [Double] = [3, 3, 3, 8, 8, 2, 2, 2, 9, 9]
        let inOrder = await filled(values)
        try await drain(sweep(inOrder))
        var generator = SeededGenerator(seed: seed)
        let store = await filled([])
        for place in values.indices.shuffled(using: &generator) {
            _ = await store.append([Example.run(place, values[place])])
            if Bool.random(using: &generator) { try await drain(sweep(store)) }
        }
        try await drain(sweep(store))
        let found = await store.changes(in: "p", series: nil, withRetracted: false).map {
            "\($0.commit) \($0.before) \($0.after)"
        }
        let wanted = await inOrder.changes(in: "p", series: nil, withRetracted: false).map {
            "\($0.commit) \($0.before) \($0.after)"
        }
        #expect(found == wanted)
    }

    @Test func `runs that came late together are one sweep`() async throws {
        let store = await filled([1, 1, 5, 5, 5, 5])
        #expect(try await sweep(store).sweepOnce())
        #expect(try await !sweep(store).sweepOnce())
    }

    @Test func `a run that was deleted takes its change with it`() async throws {
        let store = await filled([1, 1, 5])
        try await drain(sweep(store))
        _ = await store.deleteRun(Example.run(2).id, in: "p")
        try await drain(sweep(store))
        #expect(await store.changes(in: "p", series: nil, withRetracted: false).isEmpty)
        #expect(await store.alerts(in: "p", state: .recovered).count == 1)
    }
}
