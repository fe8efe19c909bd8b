import NilometerCore

extension StoreContract {
    private static func line(_ place: Int) -> [String] { (0..<place).reversed().map { "c\($0)" } }

    /// Appends runs of some commits, and finishes the work with what is kept of the first `count` commits.
    private static func keep(_ count: Int, of places: [Int], _ store: any Store) async throws -> KeptState? {
        _ = try await store.createProject(project())
        _ = try await store.append(places.map { run("run_\($0)", at: "c\($0)", line: line($0)) })
        guard let task = try await store.dueSweep(limit: 99) else { return nil }
        let id = task.series[0].id
        let tails = try await store.tails(of: [id], in: "p", branch: "main", all: false)
        guard let tail = tails[id], tail.kept == nil, let seal = tail.seals["c\(count - 1)"] else { return nil }
        let kept = KeptState(first: "c\(count - 2)", last: "c\(count - 1)", seal: seal, bytes: [0, 7, 255])
        try await store.finish(task, with: SweepOutcome(kept: [id: kept]))
        return kept
    }

    private static func tail(_ store: any Store, all: Bool = false) async throws -> SeriesTail? {
        let series = try await store.series(in: "p", benchmark: nil, metric: nil, machine: nil)
        return try await store.tails(of: series.map(\.id), in: "p", branch: "main", all: all).values.first
    }

    private static func runs(_ tail: SeriesTail?) -> [String] { tail?.points.map(\.run) ?? [] }

    static let ofKept: [Promise<any Store>] = [
        Promise("what is kept of a series comes back with the points from its first commit on") { store, faults in
            let kept = try await keep(4, of: [0, 1, 2, 3, 4, 5], store)
            faults.expect(kept != nil, "nothing could be kept")
            let first = try await tail(store)
            faults.expectEqual(first?.kept, kept, "what is kept")
            faults.expectEqual(runs(first), (2...5).map { "run_\($0)" }, "the points that follow")
            _ = try await store.append([run("run_6", at: "c6", line: line(6)), run("run_again", at: "c4")])
            let later = try await tail(store)
            faults.expectEqual(later?.kept, kept, "what is kept after later runs")
            faults.expectEqual(
                runs(later),
                (2...4).map { "run_\($0)" } + ["run_again", "run_5", "run_6"],
                "the points"
            )
            let all = try await tail(store, all: true)
            faults.expect(all?.kept == nil, "all points were asked for")
            faults.expectEqual(runs(all).count, 8, "all points")
            if let task = try await store.dueSweep(limit: 99) { try await store.finish(task, with: SweepOutcome()) }
            let last = try await tail(store)
            faults.expectEqual(last?.kept, kept, "what is kept after an outcome without")
        },
        Promise("a run that came late, or again, within what is kept ends it") { store, faults in
            _ = try await keep(4, of: [0, 2, 3, 4, 5], store)
            _ = try await store.append([run("run_late", at: "c1", line: line(1))])
            let late = try await tail(store)
            faults.expect(late?.kept == nil, "it is kept after a late run")
            faults.expectEqual(runs(late).count, 6, "the points")
            if let task = try await store.dueSweep(limit: 99), let seal = late?.seals["c3"] {
                let kept = KeptState(first: "c3", last: "c3", seal: seal, bytes: [1])
                try await store.finish(task, with: SweepOutcome(kept: [task.series[0].id: kept]))
            }
            let renewed = try await tail(store)
            faults.expectEqual(runs(renewed), ["run_3", "run_4", "run_5"], "the points after it was renewed")
            _ = try await store.append([run("run_again", at: "c3")])
            let again = try await tail(store)
            faults.expect(again?.kept == nil, "it is kept after another run of its last commit")
        },
        Promise("a run that is deleted within what is kept ends it, one behind it does not") { store, faults in
            let kept = try await keep(4, of: [0, 1, 2, 3, 4, 5], store)
            _ = try await store.deleteRun("run_5", in: "p")
            let behind = try await tail(store)
            faults.expectEqual(behind?.kept, kept, "what is kept")
            faults.expectEqual(runs(behind), ["run_2", "run_3", "run_4"], "the points")
            _ = try await store.deleteRun("run_0", in: "p")
            let within = try await tail(store)
            faults.expect(within?.kept == nil, "it is kept")
            faults.expectEqual(runs(within), (1...4).map { "run_\($0)" }, "all points that are left")
        },
        Promise("what is kept goes with its project, and belongs to one line") { store, faults in
            _ = try await keep(4, of: [0, 1, 2, 3, 4, 5], store)
            _ = try await store.append([run("run_x", at: "x", line: ["c1", "c0"], branch: "topic")])
            let series = try await store.series(in: "p", benchmark: nil, metric: nil, machine: nil).map(\.id)
            let topic = try await store.tails(of: series, in: "p", branch: "topic", all: false).values.first
            faults.expect(topic?.kept == nil, "it is kept on another line")
            faults.expectEqual(runs(topic), ["run_0", "run_1", "run_x"], "the points of the other line")
            _ = try await store.deleteProject("p")
            _ = try await store.createProject(project())
            _ = try await store.append((0..<6).map { run("run_\($0)", at: "c\($0)", line: line($0)) })
            let other = try await tail(store)
            faults.expect(other?.kept == nil, "it is kept for another project")
        },
    ]
}
