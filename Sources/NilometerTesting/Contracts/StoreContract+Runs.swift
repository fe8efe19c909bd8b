import NilometerCore

extension StoreContract {
    static let ofRuns: [Promise<any Store>] = [
        Promise("a run is read back as it was given") { store, faults in
            _ = try await store.createProject(project())
            let values: [Double] = [0.1, 1e300, -2.5e-300, -0.0, .leastNonzeroMagnitude]
            let failed = Reading(benchmark: "F", metric: "ns/op", unit: "ns", error: "it failed")
            let sent = run("run_1", at: "c", readings: [reading(values), failed])
            let answers = try await store.append([sent])
            let listed = try await store.run("run_1", in: "p")
            faults.expectEqual(answers, [listed].compactMap { $0 }.map { .stored($0) }, "the answer and the list")
            faults.expectEqual(listed?.commit.subject, "why", "the subject")
            faults.expectEqual(listed?.origin, sent.origin, "the origin")
            faults.expectEqual(listed?.context, sent.context, "the context")
            faults.expectEqual(listed?.receivedAt, time, "the time")
            faults.expectEqual(listed?.readingCount, 2, "the count of readings")
            faults.expectEqual(listed?.warnings, sent.warnings, "the warnings")
            let readings = try await store.readings(of: "run_1", in: "p")
            faults.expectEqual(readings?.first?.samples.map(\.bitPattern), values.map(\.bitPattern), "the samples")
            faults.expectEqual(readings?.last, failed, "the failed reading")
            let source = try await store.source(of: "run_1", in: "p")
            faults.expectEqual(source?.bytes, sent.source, "the source")
            faults.expectEqual(source?.type, "text/plain", "its type")
        },
        Promise("a run of an unknown project, or without a reading, falls alone and leaves nothing") { store, faults in
            _ = try await store.createProject(project())
            let group = [
                run("run_1", at: "a"), run("run_2", at: "x", project: "none"),
                run("run_3", at: "y", branch: "other", machine: Machine(name: "n"), readings: []),
                run("run_4", at: "b", line: ["a"]),
            ]
            let answers = try await append(group, to: store)
            faults.expectEqual(answers, ["stored run_1", "unknown project", "refused", "stored run_4"], "the answers")
            let found = try await store.machinesAndBranches(in: "p")
            faults.expectEqual(found.machines.map(\.name), ["m"], "the machines")
            faults.expectEqual(found.branches, ["main"], "the branches")
            let known = try await store.ancestors(of: "y", in: "p", limit: 9)
            faults.expectEqual(known, [], "the commit of the refused run")
            let listed = try await runs(store)
            faults.expectEqual(listed, ["run_4", "run_1"], "the runs")
        },
        Promise("runs are listed newest first, filtered, and in pages without gap or repetition") { store, faults in
            _ = try await store.createProject(project())
            for number in 0..<7 {
                let branch = number % 2 == 0 ? "main" : "feature"
                _ = try await store.append([
                    run(
                        "run_\(number)",
                        at: "c\(number / 2)",
                        line: (0..<(number / 2)).reversed().map { "c\($0)" },
                        branch: branch
                    )
                ])
            }
            let feature = try await store.runs(
                in: "p",
                commit: nil,
                branch: "feature",
                machine: "m",
                after: nil,
                limit: 9
            )
            faults.expectEqual(feature.map(\.id), ["run_5", "run_3", "run_1"], "one branch")
            let commit = try await store.runs(in: "p", commit: "c1", branch: nil, machine: nil, after: nil, limit: 9)
            faults.expectEqual(commit.map(\.id), ["run_3", "run_2"], "one commit")
            let none = try await store.runs(in: "p", commit: nil, branch: nil, machine: "x", after: nil, limit: 9)
            faults.expectEqual(none, [], "an unknown machine")
            var pages: [String] = []
            for _ in 0..<4 {
                let page = try await store.runs(
                    in: "p",
                    commit: nil,
                    branch: nil,
                    machine: nil,
                    after: pages.last,
                    limit: 2
                )
                pages += page.map(\.id)
                // The run that a page ended with may be gone when the next is asked for.
                if let last = pages.last, last == "run_5" { _ = try await store.deleteRun(last, in: "p") }
            }
            faults.expectEqual(pages, (0..<7).reversed().map { "run_\($0)" }, "the pages")
        },
        Promise("a deleted run is gone from every answer, and can be deleted once") { store, faults in
            _ = try await store.createProject(project())
            _ = try await store.append([run("run_1", at: "a"), run("run_2", at: "b", line: ["a"])])
            let before = try await points(store)
            faults.expectEqual(before, ["run_1", "run_2"], "the points before")
            let series = try await store.series(in: "p", benchmark: nil, metric: nil, machine: nil).map(\.id)
            let isDeleted = try await store.deleteRun("run_1", in: "p")
            let isDeletedAgain = try await store.deleteRun("run_1", in: "p")
            faults.expectEqual([isDeleted, isDeletedAgain], [true, false], "the answers")
            let one = try await store.run("run_1", in: "p")
            faults.expect(one == nil, "the run is there")
            let readings = try await store.readings(of: "run_1", in: "p")
            faults.expect(readings == nil, "its readings are there")
            let source = try await store.source(of: "run_1", in: "p")
            faults.expect(source == nil, "its source is there")
            let samples = try await store.samples(in: "p", of: ["run_1": series])
            faults.expectEqual(samples, [:], "its samples")
            let listed = try await runs(store)
            faults.expectEqual(listed, ["run_2"], "the runs")
            let left = try await points(store)
            faults.expectEqual(left, ["run_2"], "the points")
            let commits = try await store.measuredCommits(in: "p", branch: "main")
            faults.expectEqual(commits, ["b"], "the measured commits")
        },
        Promise("nothing of a project is seen from another") { store, faults in
            _ = try await store.createProject(project())
            _ = try await store.createProject(project("q"))
            _ = try await store.append([run("run_1", at: "a")])
            let series = try await store.series(in: "p", benchmark: nil, metric: nil, machine: nil)
            let one = try await store.run("run_1", in: "q")
            let readings = try await store.readings(of: "run_1", in: "q")
            let source = try await store.source(of: "run_1", in: "q")
            faults.expect(one == nil && readings == nil && source == nil, "the run is seen")
            let isDeleted = try await store.deleteRun("run_1", in: "q")
            faults.expect(!isDeleted, "the run can be deleted")
            let foreign = try await store.points(of: series.map(\.id), in: "q", branch: "main")
            faults.expectEqual(foreign, [:], "the points")
            let ancestors = try await store.ancestors(of: "a", in: "q", limit: 1)
            faults.expectEqual(ancestors, [], "the commit")
        },
    ]
}
