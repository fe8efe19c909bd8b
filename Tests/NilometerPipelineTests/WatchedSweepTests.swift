import Foundation
import NilometerCore
import NilometerPipeline
import NilometerTesting
import Testing

struct WatchedSweepTests {
    /// Sees broken measuring wherever a value is 0, until one is not.
    private struct Zeros: Watchdog {
        func sightings(in window: MachineWindow) -> [Sighting] {
            guard let first = window.columns.firstIndex(where: { $0.values.contains(0) }) else { return [] }
            let back = window.columns[first...].first { !$0.values.contains(0) }
            return [
                Sighting(
                    kind: .instrument,
                    machine: window.machine,
                    commit: window.columns[first].commit,
                    fromCommit: window.columns[max(0, first - 1)].commit,
                    backAt: back?.commit,
                    series: window.series.map(\.id),
                    sentence: "It is 0."
                )
            ]
        }

        func silences(among arrivals: [MachineArrivals], now: Date) -> [Sighting] { [] }

        func shifts(
            in window: MachineWindow,
            changes: [Change],
            noisy: Set<String>,
            beside others: [MachineWindow]
        ) -> [Sighting] { [] }
    }

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
            watchdog: Zeros(),
            doorbell: Doorbell(),
            deliverDoorbell: Doorbell(),
            eventText: { type, alert, _, _ in "\(type) \(alert.kind) \(alert.toCommit)" },
            now: { Example.time }
        )
    }

    private func filled(_ values: [Double]) async -> MemoryStore {
        let store = MemoryStore()
        _ = await store.createProject(Example.project)
        for (place, value) in values.enumerated() { _ = await store.append([Example.run(place, value)]) }
        return store
    }

    private func shown(_ store: MemoryStore) async -> [String] {
        let changes = await store.changes(in: "p", series: nil, withRetracted: false).map {
            "\($0.commit) \($0.before) \($0.after)"
        }
        let alerts = await store.alerts(in: "p", state: nil).map {
            "\($0.kind) \($0.toCommit) \($0.state) \($0.backAt ?? "")"
        }
        return changes + alerts.sorted()
    }

    @Test func `spoilt points are judged by nobody, while it lasts and afterwards`() async throws {
        let store = await filled([5, 5, 0, 0])
        #expect(try await sweep(store).sweepOnce())
        #expect(await shown(store) == ["instrument c2 open "])
        _ = await store.append([Example.run(4, 5)])
        #expect(try await sweep(store).sweepOnce())
        #expect(await shown(store) == ["instrument c2 recovered c4"])
        _ = await store.append([Example.run(5, 9)])
        #expect(try await sweep(store).sweepOnce())
        #expect(await shown(store) == ["c5 5.0 9.0", "instrument c2 recovered c4", "regression c5 open "])
    }

    @Test func `what somebody accepts is the new level at the next sweep`() async throws {
        let store = await filled([5, 5, 0])
        _ = try await sweep(store).sweepOnce()
        var alert = try #require(await store.alerts(in: "p", state: nil).first)
        alert.state = .accepted
        #expect(await store.record(alerts: [alert], events: [], in: "p"))
        _ = await store.append([Example.run(3, 0)])
        _ = try await sweep(store).sweepOnce()
        #expect(await shown(store) == ["c2 5.0 0.0", "instrument c2 accepted "])
    }

    @Test(arguments: FaultyStore.Moment.allCases)
    func `a survey that failed leaves the work due`(moment: FaultyStore.Moment) async throws {
        let base = await filled([5, 5, 0])
        let store = FaultyStore(base)
        store.fail(.window, with: .failed("killed"), moment)
        await #expect(throws: StoreError.self) { try await sweep(store).sweepOnce() }
        #expect(await base.dueSweep(limit: 9) != nil)
        #expect(try await sweep(store).sweepOnce())
        #expect(await shown(base) == ["instrument c2 open "])
    }
}
