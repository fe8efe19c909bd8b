import NilometerCore
import NilometerDetection
import NilometerPipeline
import NilometerTesting
import Testing

struct MovedCostsTests {
    /// Labels and alerts after runs in which benchmarks step from one number of allocations to another at commit 3.
    private func outcome(
        _ steps: [(name: String, package: String?, before: Double, after: Double)]
    ) async throws
        -> (labels: [String], alerts: [Alert])
    {
        let store = MemoryStore()
        _ = await store.createProject(Example.project)
        for place in 0..<6 {
            var run = Example.run(place)
            run.readings = steps.map { step in
                Reading(
                    benchmark: step.name,
                    parameters: step.package.map { ["pkg": $0] } ?? [:],
                    metric: "allocs/op",
                    unit: "1",
                    better: .lower,
                    samples: Array(repeating: place < 3 ? step.before : step.after, count: 10)
                )
            }
            _ = await store.append([run])
            let sweep = Sweep(
                store: store,
                detector: LevelDetector(),
                doorbell: Doorbell(),
                deliverDoorbell: Doorbell(),
                eventText: { _, _, _, _ in "" },
                now: { Example.time }
            )
            while try await sweep.sweepOnce() {}
        }
        let changes = await store.changes(in: "p", series: nil, withRetracted: false)
            .sorted { $0.series.key.benchmark < $1.series.key.benchmark }
        return (changes.map { "\($0.series.key.benchmark) \($0.label)" }, await store.alerts(in: "p", state: nil))
    }

    @Test func `a cost that moved within a package is labelled, and its alert says so`() async throws {
        let found = try await outcome([("A", "x", 100, 40), ("B", "x", 10, 71)])
        #expect(found.labels == ["A moved", "B moved"])
        #expect(found.alerts.count == 1 && found.alerts[0].kind == .regression)
        #expect(
            found.alerts[0].summary == "Cost moved: allocs/op of B grew by what other benchmarks of the group lost."
        )
    }

    @Test func `the first part of the name is the group where there is no package`() async throws {
        #expect(try await outcome([("P/a", nil, 9, 4), ("P/b", nil, 1, 6)]).labels == ["P/a moved", "P/b moved"])
        #expect(try await outcome([("P/a", nil, 9, 4), ("Q/b", nil, 1, 6)]).labels == ["P/a step", "Q/b step"])
    }

    @Test func `a cost that grew by more than it fell elsewhere is no such thing`() async throws {
        let found = try await outcome([("A", "x", 100, 40), ("B", "x", 10, 90)])
        #expect(found.labels == ["A step", "B step"])
        #expect(found.alerts.map(\.summary) == [nil])
        #expect(try await outcome([("A", "x", 100, 40), ("B", "y", 10, 71)]).labels == ["A step", "B step"])
        #expect(try await outcome([("A", "x", 1, 4), ("B", "x", 1, 4)]).labels == ["A step", "B step"])
    }
}
