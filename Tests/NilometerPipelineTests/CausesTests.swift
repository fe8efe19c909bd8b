import NilometerCore
import NilometerDetection
import NilometerPipeline
import NilometerTesting
import Testing

struct CausesTests {
    private func sweep(_ store: any Store) async throws {
        let sweep = Sweep(
            store: store,
            detector: LevelDetector(),
            doorbell: Doorbell(),
            deliverDoorbell: Doorbell(),
            eventText: { _, _, members, _ in members.flatMap(\.causes).joined(separator: "; ") },
            now: { Example.time }
        )
        while try await sweep.sweepOnce() {}
    }

    private func run(_ place: Int, _ value: Double, _ context: [String: String], cpu: String = "x") -> Run {
        var run = Example.run(place, value)
        run.context = context
        run.machine = Machine(name: "m", fingerprint: ["cpu": cpu])
        return run
    }

    private func causes(_ runs: [Run]) async throws -> [[String]] {
        let store = MemoryStore()
        _ = await store.createProject(Example.project)
        _ = await store.append(runs)
        try await sweep(store)
        return await store.changes(in: "p", series: nil, withRetracted: false).map(\.causes)
    }

    private let old = [
        "toolchain": "go1.21.5", "flags": "-O2", "commit": "1", "job": "https://ci/1", "day": "2026-01-02",
    ]
    private let new = [
        "toolchain": "go1.22.0", "flags": "-O2", "commit": "2", "job": "https://ci/2", "day": "2026-01-03",
    ]

    @Test func `a change names what else changed between the runs next to it`() async throws {
        let values: [Double] = [1, 1, 5, 5]
        let atChange = values.enumerated().map { run($0, $1, $0 < 2 ? old : new) }
        #expect(try await causes(atChange) == [["toolchain go1.21.5 → go1.22.0"]])
        let oneBefore = values.enumerated().map { run($0, $1, $0 < 1 ? old : new) }
        #expect(try await causes(oneBefore) == [["toolchain go1.21.5 → go1.22.0"]])
        let oneAfter = values.enumerated().map { run($0, $1, $0 < 3 ? old : new) }
        #expect(try await causes(oneAfter) == [["toolchain go1.21.5 → go1.22.0"]])
    }

    @Test func `a machine of another make is a possible cause of counts`() async throws {
        let runs = [1.0, 1, 5, 5].enumerated().map { run($0, $1, [:], cpu: $0 < 2 ? "x" : "y") }
        #expect(try await causes(runs) == [["cpu x → y"]])
    }

    @Test func `what changed elsewhere, or what one run does not say, is no cause`() async throws {
        let values: [Double] = [1, 1, 1, 1, 5, 5]
        let earlier = values.enumerated().map { run($0, $1, $0 < 2 ? old : new) }
        let silent = values.enumerated().map { run($0, $1, $0 < 4 ? [:] : new) }
        #expect(try await causes(earlier) == [[]])
        #expect(try await causes(silent) == [[]])
    }

    @Test func `hosts that alternate are no cause`() async throws {
        let runs = [1.0, 1, 5, 5].enumerated().map { run($0, $1, $0 < 2 ? old : new, cpu: $0 % 2 == 0 ? "x" : "y") }
        #expect(try await causes(runs) == [["toolchain go1.21.5 → go1.22.0"]])
    }

    @Test func `what was named stays, and is told with the alert`() async throws {
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
        for place in 0..<4 { _ = await store.append([run(place, place < 2 ? 1 : 5, place < 2 ? old : new)]) }
        try await sweep(store)
        let told = await store.dueDeliveries(at: Example.time, each: 9, limit: 9).map(\.body)
        #expect(told == ["toolchain go1.21.5 → go1.22.0"])
        let before = await store.changes(in: "p", series: nil, withRetracted: false)
        for place in 4..<12 { _ = await store.append([run(place, 5, new)]) }
        try await sweep(store)
        #expect(await store.changes(in: "p", series: nil, withRetracted: false) == before)
    }
}
