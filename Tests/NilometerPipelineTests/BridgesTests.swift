import NilometerCore
import NilometerPipeline
import NilometerTesting
import Testing

struct BridgesTests {
    private func run(_ number: Int, _ place: Int, cpu: String, _ value: Double) -> Run {
        var run = Example.run(place)
        run.id = "run_\(2000 + number)"
        run.key = run.id
        run.machine = Machine(name: "m", fingerprint: ["cpu": cpu, "os": "linux"])
        run.readings = [Reading(benchmark: "B", metric: "ns/op", unit: "ns", better: .lower, samples: [value])]
        return run
    }

    /// The old host measures commits 0 ..< old, the new one from `new` on, at `factor` times the value.
    private func bridges(old: Int, new: Int, factor: Double) async throws -> [Bridge] {
        let store = MemoryStore()
        _ = await store.createProject(Example.project)
        var number = 0
        for place in 0..<20 {
            // A rising level, so that the factor is that of pairs, not of means.
            let value = 100.0 + 5 * Double(place)
            if place < old {
                number += 1
                _ = await store.append([run(number, place, cpu: "x", value)])
            }
            if place >= new {
                number += 1
                _ = await store.append([run(number, place, cpu: "y", factor * value)])
            }
        }
        let series = await store.series(in: "p", benchmark: "B", metric: "ns/op", machine: "m")
        let points = try await store.points(of: series.map(\.id), in: "p", branch: "main")
        let newest = try #require(series.first { points[$0.id]?.last?.commit == "c19" })
        return try await Bridges(store: store).bridges(to: newest, in: Example.project, branch: "main")
    }

    @Test func `strands with commits measured on both are bridged by their factor`() async throws {
        let found = try await bridges(old: 12, new: 6, factor: 1.25)
        #expect(found.count == 1)
        let bridge = try #require(found.first)
        #expect(bridge.commits == 6 && bridge.differences == ["cpu x → y"])
        #expect(abs(bridge.factor - 1.25) < 1e-12 && bridge.interval.contains(bridge.factor))
        #expect(bridge.coverage >= 0.95 && bridge.other.id != bridge.series.id)
    }

    @Test func `fewer than five common commits are no bridge`() async throws {
        #expect(try await bridges(old: 10, new: 6, factor: 2).isEmpty)
        #expect(try await bridges(old: 11, new: 6, factor: 2).count == 1)
    }
}
