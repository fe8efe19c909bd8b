import NilometerCore

extension StoreContract {
    private static func line(_ place: Int) -> [String] { (0..<place).reversed().map { "c\($0)" } }

    static let ofSeries: [Promise<any Store>] = [
        Promise("points stand in the order of ancestry, runs of one commit in order of arrival") { store, faults in
            _ = try await store.createProject(project())
            for (number, place) in [2, 4, 0, 2, 3, 1, 0].enumerated() {
                _ = try await store.append([run("run_\(number)", at: "c\(place)", line: line(place))])
            }
            let found = try await points(store)
            faults.expectEqual(found, [2, 6, 5, 0, 3, 4, 1].map { "run_\($0)" }, "the points")
            let commits = try await store.measuredCommits(in: "p", branch: "main")
            faults.expectEqual(commits, (0..<5).map { "c\($0)" }, "the measured commits")
            let ancestors = try await store.ancestors(of: "c3", in: "p", limit: 3)
            faults.expectEqual(ancestors, ["c3", "c2", "c1"], "the ancestors")
        },
        Promise("a branch has the points of its line, wherever they were measured, and no others") { store, faults in
            _ = try await store.createProject(project())
            _ = try await store.append([
                run("run_1", at: "c0"), run("run_2", at: "f", line: ["c0"], branch: "feature"),
                run("run_3", at: "c1", line: ["c0"]), run("run_4", at: "g", line: ["f", "c0"], branch: "feature"),
            ])
            let main = try await points(store)
            faults.expectEqual(main, ["run_1", "run_3"], "main")
            let feature = try await points(store, branch: "feature")
            faults.expectEqual(feature, ["run_1", "run_2", "run_4"], "feature")
            _ = try await store.append([run("run_5", at: "c2", line: ["g", "f", "c0"])])
            let none = try await points(store, branch: "none")
            faults.expectEqual(none, [], "an unknown branch")
        },
        Promise("a commit that nothing ties to its branch comes last, and says that this is assumed") { store, faults in
            _ = try await store.createProject(project())
            let answers = try await store.append([run("run_1", at: "a"), run("run_2", at: "b"), run("run_3", at: "b")])
            let codes = answers.map { answer -> [String] in
                if case .stored(let run) = answer { return run.warnings.map(\.code) }
                return ["not stored"]
            }
            faults.expectEqual(codes, [["odd"], ["odd", "place-assumed"], ["odd", "place-assumed"]], "the warnings")
            let found = try await points(store)
            faults.expectEqual(found, ["run_1", "run_2", "run_3"], "the points")
        },
        Promise("counts belong to a machine's name, other metrics to its fingerprint too") { store, faults in
            _ = try await store.createProject(project())
            for (number, cpu) in ["x", "y", "x"].enumerated() {
                _ = try await store.append([
                    run(
                        "run_\(number)",
                        at: "c\(number)",
                        line: line(number),
                        machine: Machine(name: "m", fingerprint: ["cpu": cpu]),
                        readings: [reading(), reading(metric: "ns/op")]
                    )
                ])
            }
            let series = try await store.series(in: "p", benchmark: "A", metric: nil, machine: "m")
            faults.expectEqual(series.map(\.key.metric), ["allocs/op", "ns/op", "ns/op"], "the series")
            let points = try await store.points(of: series.map(\.id), in: "p", branch: "main")
            faults.expectEqual(series.map { points[$0.id]?.count ?? 0 }.sorted(), [1, 2, 3], "the counts of points")
            let machines = try await store.machinesAndBranches(in: "p").machines
            faults.expectEqual(machines.map(\.fingerprint), [["cpu": "x"], ["cpu": "y"]], "the machines")
        },
        Promise("a reading in another unit than its series is kept without value") { store, faults in
            _ = try await store.createProject(project())
            var other = reading([7])
            other.unit = "B"
            let answers = try await store.append([
                run("run_1", at: "a"), run("run_2", at: "b", line: ["a"], readings: [other]),
            ])
            if case .stored(let run)? = answers.last {
                faults.expectEqual(run.warnings.map(\.code), ["odd", "other-unit"], "the warnings")
            } else {
                faults.expect(false, "not stored")
            }
            let found = try await points(store)
            faults.expectEqual(found, ["run_1"], "the points")
            let kept = try await store.readings(of: "run_2", in: "p")?.first
            faults.expect(kept?.value == nil && kept?.error != nil && kept?.samples == [7], "kept as \(kept as Any)")
        },
        Promise("samples come by series and run; a series is found by its id") { store, faults in
            _ = try await store.createProject(project())
            let readings = [reading([1, 2]), reading([3], benchmark: "B")]
            _ = try await store.append([run("run_1", at: "a", readings: readings)])
            let series = try await store.series(in: "p", benchmark: nil, metric: "allocs/op", machine: nil)
            let ids = series.map(\.id)
            let found = try await store.samples(in: "p", of: ["run_1": ids + ["ser_none"], "run_none": ids])
            faults.expectEqual(
                found,
                zip(ids, [[1, 2], [3]]).reduce(into: [:]) { $0[$1.0] = ["run_1": $1.1] },
                "samples"
            )
            for one in series {
                let same = try await store.series(one.id, in: "p")
                faults.expectEqual(same, one, "the series")
            }
        },
    ]
}
