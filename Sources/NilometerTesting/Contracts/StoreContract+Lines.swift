import NilometerCore

extension StoreContract {
    /// The commits of the points of the one series there is.
    private static func commits(_ store: any Store, along line: CommitLine) async throws -> [String] {
        let series = try await store.series(in: "p", benchmark: nil, metric: nil, machine: nil)
        let points = try await store.points(of: series.map(\.id), in: "p", along: line)
        return series.flatMap { points[$0.id] ?? [] }.map(\.commit)
    }

    /// A run of a change request that says where it left its base.
    private static func request(_ id: String, at sha: String, line: [String], base: MergeBase) -> Run {
        var run = run(id, at: sha, line: line, branch: "feature")
        run.base = base
        return run
    }

    static let ofLines: [Promise<any Store>] = [
        Promise("a line ends where it is told, on its branch or off it, and begins where it is told") { store, faults in
            _ = try await store.createProject(project())
            //  a─b─c   main
            //    └─x   feature, which was moved away from x to y
            let runs = [
                run("run_1", at: "a"), run("run_2", at: "b", line: ["a"]), run("run_3", at: "c", line: ["b", "a"]),
                run("run_4", at: "x", line: ["b", "a"], branch: "feature"),
                run("run_5", at: "y", line: ["c", "b", "a"], branch: "feature"),
            ]
            for run in runs { _ = try await store.append([run]) }
            let asked: [(CommitLine, [String])] = [
                (CommitLine(branch: "main"), ["a", "b", "c"]),
                (CommitLine(branch: "main", upTo: "b"), ["a", "b"]),
                (CommitLine(branch: "feature", upTo: "x"), ["a", "b", "x"]),
                (CommitLine(branch: "none", upTo: "c"), ["a", "b", "c"]),
                (CommitLine(branch: "main", upTo: "none"), []),
                (CommitLine(branch: "main", from: "b"), ["b", "c"]),
                (CommitLine(branch: "feature", upTo: "x", from: "b"), ["b", "x"]),
                (CommitLine(branch: "main", upTo: "a", from: "c"), ["a"]),
            ]
            for (line, wanted) in asked {
                let measured = try await store.measuredCommits(in: "p", along: line)
                faults.expectEqual(measured, wanted, "the measured commits of \(line)")
                let commits = try await commits(store, along: line)
                faults.expectEqual(commits, wanted, "the points of \(line)")
            }
        },
        Promise("a run keeps where its change request left the base, and its line is known from then on") {
            store,
            faults in
            _ = try await store.createProject(project())
            _ = try await store.append([run("run_1", at: "m1", line: ["m0"])])
            let base = MergeBase(branch: "main", sha: "m3", line: ["m2", "m1", "m0"])
            _ = try await store.append([request("run_2", at: "f2", line: ["f1", "m0"], base: base)])
            let kept = try await store.run("run_2", in: "p")?.base
            faults.expectEqual(kept, MergeBase(branch: "main", sha: "m3"), "what is kept")
            let none = try await store.run("run_1", in: "p")?.base
            faults.expect(none == nil, "a run without a base has one")
            let known = try await store.ancestors(of: "m3", in: "p", limit: 9)
            faults.expectEqual(known, ["m3", "m2", "m1", "m0"], "the ancestors of the merge base")
            let main = try await store.measuredCommits(in: "p", branch: "main")
            faults.expectEqual(main, ["m1"], "the line of main")
            let line = try await store.measuredCommits(in: "p", along: CommitLine(branch: "main", upTo: "m3"))
            faults.expectEqual(line, ["m1"], "the line up to the merge base")
            let bare = MergeBase(branch: "main", sha: "m9")
            _ = try await store.append([request("run_3", at: "f3", line: ["f2"], base: bare)])
            let unknown = try await store.ancestors(of: "m9", in: "p", limit: 9)
            faults.expectEqual(unknown, [], "the ancestors of a merge base without a line")
        },
        Promise("the line of a merge base puts commits right whose places were only assumed") { store, faults in
            _ = try await store.createProject(project())
            for (id, sha) in [("run_1", "m2"), ("run_2", "m1")] { _ = try await store.append([run(id, at: sha)]) }
            let before = try await store.measuredCommits(in: "p", branch: "main")
            faults.expectEqual(before, ["m2", "m1"], "in order of arrival")
            let base = MergeBase(branch: "main", sha: "m2", line: ["m1", "m0"])
            _ = try await store.append([request("run_3", at: "f1", line: ["m2", "m1"], base: base)])
            let after = try await store.measuredCommits(in: "p", along: CommitLine(branch: "main", upTo: "m2"))
            faults.expectEqual(after, ["m1", "m2"], "the line up to the merge base")
        },
    ]
}
