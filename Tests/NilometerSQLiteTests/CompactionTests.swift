import Foundation
import NilometerCore
import NilometerTesting
import Testing

@testable import NilometerSQLite

struct CompactionTests {
    private static let commits = (0..<60).map { "c\($0)" }

    private static func readings(_ generator: inout SeededGenerator) -> [Reading] {
        (0..<5).filter { _ in Int.random(in: 0..<4, using: &generator) > 0 }.map { number in
            Reading(
                benchmark: "B\(number)",
                metric: number % 2 == 0 ? "allocs/op" : "ns/op",
                unit: number % 2 == 0 ? "1" : "ns",
                better: .lower,
                samples: (0..<3).map { _ in Double(Int.random(in: 0...10_000, using: &generator)) / 8 }
            )
        }
    }

    /// What the store must answer: the values of each benchmark, in the order of commits, then of arrival.
    private struct Model {
        var runs: [(id: String, place: Int, readings: [Reading])] = []

        func values(of benchmark: String) -> [Double] {
            runs.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
                .compactMap { _, run in run.readings.first { $0.benchmark == benchmark }?.value }
        }
    }

    private func expectEqual(_ store: SQLiteStore, _ model: Model) async throws {
        let series = try await store.series(in: "p", benchmark: nil, metric: nil, machine: nil)
        let points = try await store.points(of: series.map(\.id), in: "p", branch: "main")
        #expect(series.count == 5)
        for one in series {
            #expect(points[one.id, default: []].map(\.value) == model.values(of: one.key.benchmark))
        }
    }

    @Test(arguments: 0..<3)
    func `points are the same before and after compaction, deletion and reindexing, in any order of arrival`(
        seed: Int
    ) async throws {
        try await TemporaryStore.with { store, _ in
            var generator = SeededGenerator(seed: seed)
            var model = Model()
            for number in 0..<330 {
                let place = Int.random(in: Self.commits.indices, using: &generator)
                let readings = Self.readings(&generator)
                guard !readings.isEmpty else { continue }
                let run = TemporaryStore.run(
                    "run_\(number)",
                    commit: Self.commits[place],
                    line: Self.commits[..<place].reversed(),
                    readings: readings
                )
                _ = try await store.append([run])
                model.runs.append((run.id, place, readings))
                if number % 40 == 0 { while try await store.tidy() {} }
                if number % 110 == 109 { try await expectEqual(store, model) }
            }
            while try await store.tidy() {}
            let chunks = try await store.read { try $0.number("SELECT count(*) FROM chunk") ?? 0 }
            #expect(chunks > 0)
            for _ in 0..<20 {
                let victim = Int.random(in: model.runs.indices, using: &generator)
                let isDeleted = try await store.deleteRun(model.runs[victim].id, in: "p")
                #expect(isDeleted)
                model.runs.remove(at: victim)
            }
            try await expectEqual(store, model)
            #expect(try store.check() == [])
            try store.reindex()
            try await expectEqual(store, model)
            #expect(try store.check() == [])
            for run in model.runs.suffix(5) {
                let back = try await store.readings(of: run.id, in: "p")
                #expect(back?.map(\.samples) == run.readings.map(\.samples))
            }
        }
    }

    @Test func `a series without changes of machine spans both lanes`() async throws {
        try await TemporaryStore.with { store, _ in
            let reading = Reading(benchmark: "B", metric: "allocs/op", unit: "1", samples: [1])
            _ = try await store.append([TemporaryStore.run("r0", commit: "a", readings: [reading])])
            _ = try await store.append([
                TemporaryStore.run("r1", commit: "b", line: ["a"], branch: "feature", readings: [reading])
            ])
            _ = try await store.append([TemporaryStore.run("r2", commit: "c", line: ["b", "a"], readings: [reading])])
            let series = try #require(try await store.series(in: "p", benchmark: nil, metric: nil, machine: nil).first)
            let points = try await store.points(of: [series.id], in: "p", branch: "main")[series.id]
            #expect(points?.map(\.run) == ["r0", "r1", "r2"])
        }
    }

    @Test func `a reading in another unit than its series is kept without value`() async throws {
        try await TemporaryStore.with { store, _ in
            let first = Reading(benchmark: "B", metric: "time", unit: "ns", samples: [1])
            let second = Reading(benchmark: "B", metric: "time", unit: "B", samples: [1])
            _ = try await store.append([TemporaryStore.run("r0", commit: "a", readings: [first])])
            let answer = try await store.append([TemporaryStore.run("r1", commit: "b", line: ["a"], readings: [second])]
            )
            guard case .stored(let run) = answer.first else {
                Issue.record("not stored")
                return
            }
            #expect(run.warnings.map(\.code) == ["other-unit"])
            let back = try await store.readings(of: "r1", in: "p")
            #expect(back?.first?.value == nil)
            #expect(back?.first?.error?.isEmpty == false)
        }
    }
}
