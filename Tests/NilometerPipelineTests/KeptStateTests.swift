import Foundation
import NilometerCore
import NilometerDetection
import NilometerPipeline
import NilometerSQLite
import NilometerTesting
import Testing

struct KeptStateTests {
    /// A store that holds each run once, given in the order of arrival, and is swept at the end only.
    private func fresh(_ runs: [Run]) async throws -> [String] {
        let store = MemoryStore()
        _ = await store.createProject(Example.project)
        _ = await store.append(runs)
        try await sweep(store)
        return try await shown(store)
    }

    private func sweep(_ store: any Store) async throws {
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

    /// The standing changes, each number to the last bit.
    private func shown(_ store: any Store) async throws -> [String] {
        try await store.changes(in: "p", series: nil, withRetracted: false)
            .map {
                "\($0.series.key.metric) \($0.fromCommit) \($0.commit) \($0.state) \($0.label) \($0.before) \($0.after) "
                    + "\($0.ratio as Any) \($0.interval as Any) \($0.p as Any)"
            }
            .sorted()
    }

    /// A run with a noisy metric and a count, each with its own levels.
    private func run(_ place: Int, _ number: Int, _ generator: inout SeededGenerator) -> Run {
        var run = Example.run(place)
        run.id = "run_\(100_000 + number)"
        run.key = run.id
        run.commit.line = (max(0, place - 3)..<place).reversed().map { "c\($0)" }
        let level = 100.0 + Double(place / 130 % 4) * 9
        run.readings = [
            Reading(
                benchmark: "B",
                metric: "ns/op",
                unit: "ns",
                better: .lower,
                samples: [level * Double.random(in: 0.98...1.02, using: &generator)]
            ),
            Reading(
                benchmark: "B",
                metric: "allocs/op",
                unit: "1",
                better: .lower,
                samples: [Double(place / 90 % 3), Double(place / 90 % 3)]
            ),
        ]
        return run
    }

    /// Random appending, late runs, runs again and deletions, each followed by a sweep; how often a state was gone on from.
    private func compare(_ store: any Store, seed: Int) async throws -> Int {
        var generator = SeededGenerator(seed: seed)
        _ = try await store.createProject(Example.project)
        var runs: [Run] = []
        var (place, number, used) = (0, 0, 0)
        func add(_ places: [Int]) async throws {
            let added = places.map { place in
                number += 1
                return run(place, number, &generator)
            }
            runs += added
            _ = try await store.append(added)
        }
        while place < 1_050 {
            let isLong = place < 830
            let count = isLong ? 200 : Int.random(in: 1...30, using: &generator)
            // Some commits are left out, and come late.
            try await add((place..<(place + count)).filter { $0 % 41 != 7 })
            place += count
            switch Int.random(in: 0..<(isLong ? 1 : 6), using: &generator) {
            case 1: try await add([Int.random(in: 0..<place, using: &generator) / 41 * 41 + 7].filter { $0 < place })
            case 2: try await add([place - 1 - Int.random(in: 0..<10, using: &generator)])
            case 3:
                // Of the newest runs one is deleted; once in a while one of long ago.
                let reach = Bool.random(using: &generator) ? 20 : runs.count
                let gone = runs.remove(at: runs.count - 1 - Int.random(in: 0..<reach, using: &generator))
                _ = try await store.deleteRun(gone.id, in: "p")
            default: break
            }
            while try await store.tidy() {}
            let ids = try await store.series(in: "p", benchmark: nil, metric: nil, machine: nil).map(\.id)
            let tails = try await store.tails(of: ids, in: "p", branch: "main", all: false)
            used += tails.values.filter { $0.kept != nil }.count
            try await sweep(store)
        }
        #expect(try await shown(store) == fresh(runs))
        return used
    }

    /// A few commits in any order, some again, some deleted, with sweeps in between.
    private func compareShort(_ generator: inout SeededGenerator) async throws {
        let store = MemoryStore()
        _ = await store.createProject(Example.project)
        let count = Int.random(in: 8...40, using: &generator)
        let noise = Bool.random(using: &generator) ? 0.002 : 0
        var places = Array(0..<count)
        // Forward, with some that come late; or in any order.
        if Bool.random(using: &generator) { places.shuffle(using: &generator) }
        for _ in 0..<3 { places.append(Int.random(in: 0..<count, using: &generator)) }
        var runs: [Run] = []
        for (number, place) in places.enumerated() {
            var run = run(place, number, &generator)
            // The whole line: which commits come first is not for arrival to say.
            run.commit.line = (0..<place).reversed().map { "c\($0)" }
            let level = place < count / 2 ? 100.0 : 120
            run.readings[0].samples = [level * (1 + noise * Double.random(in: -1...1, using: &generator))]
            run.readings[0].value = run.readings[0].samples[0]
            runs.append(run)
            _ = await store.append([run])
            if Int.random(in: 0..<12, using: &generator) == 0 {
                let gone = runs.remove(at: Int.random(in: 0..<runs.count, using: &generator))
                _ = await store.deleteRun(gone.id, in: "p")
            }
            if Int.random(in: 0..<4, using: &generator) == 0 { try await sweep(store) }
        }
        try await sweep(store)
        #expect(try await shown(store) == fresh(runs))
    }

    @Test(arguments: 0..<20)
    func `in a thousand short histories neither arrival nor deletion shows in the changes`(seed: Int) async throws {
        var generator = SeededGenerator(seed: 1_000 + seed)
        for _ in 0..<50 { try await compareShort(&generator) }
    }

    @Test(arguments: 0..<6)
    func `sweeps that go on from what is kept end as one over all runs does`(seed: Int) async throws {
        #expect(try await compare(MemoryStore(), seed: seed) > 3)
    }

    @Test(arguments: 6..<18)
    func `in SQLite, too, sweeps that go on end as one over all runs does`(seed: Int) async throws {
        let folder = NSTemporaryDirectory() + "nilometer-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try SQLiteStore.open(at: folder, exclusive: true)
        #expect(try await compare(store, seed: seed) > 3)
        #expect(try store.check() == [])
        let ids = try await store.series(in: "p", benchmark: nil, metric: nil, machine: nil).map(\.id)
        try store.reindex()
        let tails = try await store.tails(of: ids, in: "p", branch: "main", all: false)
        #expect(tails.count == 2 && tails.values.allSatisfy { $0.kept == nil })
    }
}
