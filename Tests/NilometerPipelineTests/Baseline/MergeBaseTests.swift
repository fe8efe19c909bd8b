import NilometerCore
import Testing

/// What the run of a change request is compared with; in the drawings measured commits stand in brackets.
struct MergeBaseTests {
    //  [m0]─[m1]─[m2]─[m3]─[m4]   main: 10 10 10 99 99
    //             └─[f1]─[f2]     feature: 5 11
    @Test(arguments: GrownProject.Engine.allCases)
    func `a change request is compared with its merge base, not with the tip, nor with its own commits`(
        engine: GrownProject.Engine
    ) async throws {
        try await GrownProject.with(engine, "m0 m1 m2 m3 m4", "m2 f1 f2") { project in
            for (sha, value) in [("m0", 10.0), ("m1", 10), ("m2", 10), ("m3", 99), ("m4", 99)] {
                try await project.measure(sha, ["B allocs/op": value])
            }
            let base = MergeBase(branch: "main", sha: "m2")
            try await project.measure("f1", on: "feature", ["B allocs/op": 5], base: base, changeRequest: 1)
            let run = try await project.measure("f2", on: "feature", ["B allocs/op": 11], base: base, changeRequest: 1)
            let found = try #require(try await project.verdict(run))
            #expect(found.base.commit == "m2" && found.base.distance == 0)
            #expect(found.base.reason == "the merge base with main")
            #expect(found.base.runs.map(\.id) == ["run_1003"])
            #expect(found.lines == ["B allocs/op on ci: 10 to 11 regressed"])
            // Points after the merge base are no history of it.
            #expect(found.rows.map(\.historyPoints) == [3])
            #expect(found.rows.map(\.baseRunIDs) == [["run_1003"]] && found.rows.map(\.headRunIDs) == [[run]])
        }
    }

    //  [m0]─[m1]─m2─m3   main; m2 was measured on another machine
    //                └─[f1]
    @Test(arguments: GrownProject.Engine.allCases)
    func `where the merge base was not measured on the machine, its nearest ancestor that was is used and named`(
        engine: GrownProject.Engine
    ) async throws {
        try await GrownProject.with(engine, "m0 m1 m2 m3", "m3 f1") { project in
            try await project.measure("m0", ["B allocs/op": 12])
            try await project.measure("m1", ["B allocs/op": 12])
            try await project.measure("m2", ["B allocs/op": 50], machine: Machine(name: "laptop"))
            let run = try await project.measure("f1", on: "f", base: MergeBase(branch: "main", sha: "m3"))
            let found = try #require(try await project.verdict(run))
            #expect(found.base.commit == "m1" && found.base.distance == 2)
            #expect(found.base.asked == "m3")
            let reason = "the merge base with main was not measured on this machine: its nearest measured ancestor, "
            #expect(found.base.reason == reason + "2 commits before it")
            #expect(found.lines == ["B allocs/op on ci: 12 to 10 improved"])
        }
    }

    //  [m0]─[m1]─[m2]─m3      main
    //         └─f1──────[f2]  feature; f2 merges m3 in: m3 is its merge base, and no first parent of it
    @Test(arguments: GrownProject.Engine.allCases)
    func `a head that merged its base in brings the line of its merge base, which the server may not know`(
        engine: GrownProject.Engine
    ) async throws {
        try await GrownProject.with(engine, "m0 m1 m2 m3", "m1 f1 f2") { project in
            for (sha, value) in [("m0", 10.0), ("m1", 10), ("m2", 20)] {
                try await project.measure(sha, ["B allocs/op": value])
            }
            let unknown = MergeBase(branch: "main", sha: "m3")
            let first = try await project.measure("f2", on: "f", ["B allocs/op": 20], base: unknown)
            let blind = try #require(try await project.verdict(first))
            #expect(blind.base.commit == "m1" && blind.base.distance == nil)
            #expect(blind.base.reason.hasPrefix("the merge base with main, m3, is not known to the server"))
            let known = MergeBase(branch: "main", sha: "m3", line: project.line(of: "m3"))
            let second = try await project.measure("f2", on: "f", ["B allocs/op": 20], base: known)
            for run in [second, first] {
                let found = try #require(try await project.verdict(run))
                #expect(found.base.commit == "m2" && found.base.distance == 1)
                #expect(found.lines == ["B allocs/op on ci: 20 to 20 unchanged"])
            }
            let asked = try await project.comparison(base: "main", head: "f2")
            #expect(asked.base.commit == "m2")
        }
    }

    //  [m0]─[m1]            main: 10 10
    //         └─[a1]─[a2]   a:    20 20
    //                  └─[b1]     b: 21, goes to a
    @Test(arguments: GrownProject.Engine.allCases)
    func `a stacked branch is compared with the branch below it, also once that was moved by force`(
        engine: GrownProject.Engine
    ) async throws {
        try await GrownProject.with(engine, "m0 m1 m2", "m1 a1 a2 b1", "m2 a3") { project in
            for sha in ["m0", "m1"] { try await project.measure(sha) }
            let base = MergeBase(branch: "main", sha: "m1")
            for sha in ["a1", "a2"] {
                try await project.measure(sha, on: "a", ["B allocs/op": 20], base: base, changeRequest: 1)
            }
            let above = MergeBase(branch: "a", sha: "a2")
            let run = try await project.measure("b1", on: "b", ["B allocs/op": 21], base: above, changeRequest: 2)
            let found = try #require(try await project.verdict(run))
            #expect(found.base.commit == "a2" && found.base.reason == "the merge base with a")
            #expect(found.lines == ["B allocs/op on ci: 20 to 21 regressed"])
            #expect(found.rows.map(\.historyPoints) == [4])
            //  a is now [m0]─[m1]─[m2]─[a3]: a2 lies on no branch's line any more.
            try await project.measure("m2")
            try await project.measure("a3", on: "a", ["B allocs/op": 30], changeRequest: 1)
            let again = try #require(try await project.verdict(run))
            #expect(again.base.commit == "a2" && again.lines == found.lines)
        }
    }

    //  [m0]─[m1]─[m2]        main: 10 10 20
    //         ├─[f1]─[f2]    feature, before: 50 50
    //              └─[g1]─[g2]  feature, rebased onto m2: 20 21
    @Test(arguments: GrownProject.Engine.allCases)
    func `after a rebase the commits that the branch had before are not used`(
        engine: GrownProject.Engine
    ) async throws {
        try await GrownProject.with(engine, "m0 m1 m2", "m1 f1 f2", "m2 g1 g2") { project in
            for (sha, value) in [("m0", 10.0), ("m1", 10), ("m2", 20)] {
                try await project.measure(sha, ["B allocs/op": value])
            }
            let before = MergeBase(branch: "main", sha: "m1")
            var old = ""
            for sha in ["f1", "f2"] {
                old = try await project.measure(sha, on: "f", ["B allocs/op": 50], base: before, changeRequest: 1)
            }
            let after = MergeBase(branch: "main", sha: "m2")
            let run = try await project.measure("g2", on: "f", ["B allocs/op": 21], base: after, changeRequest: 1)
            let found = try #require(try await project.verdict(run))
            #expect(found.base.commit == "m2" && found.lines == ["B allocs/op on ci: 20 to 21 regressed"])
            // What was measured before stays answerable.
            let earlier = try #require(try await project.verdict(old))
            #expect(earlier.base.commit == "m1" && earlier.lines == ["B allocs/op on ci: 10 to 50 regressed"])
            // Without a base in the upload it is the commit before; that is none of those which the branch had.
            let bare = try await project.measure("g1", on: "f", ["B allocs/op": 20])
            #expect(try await project.verdict(bare)?.base.commit == "m2")
        }
    }

    //  [m0]─[m1]─────[s]─[m2]   main; s is f1 and f2 as one commit
    //         └─[f1]─[f2]       feature
    @Test(arguments: GrownProject.Engine.allCases)
    func `a squash is compared with the commit before it on its branch, and is the base of what comes next`(
        engine: GrownProject.Engine
    ) async throws {
        try await GrownProject.with(engine, "m0 m1 s m2", "m1 f1 f2", "s h1") { project in
            for sha in ["m0", "m1"] { try await project.measure(sha) }
            let base = MergeBase(branch: "main", sha: "m1")
            try await project.measure("f2", on: "f", ["B allocs/op": 15], base: base, changeRequest: 1)
            let squash = try await project.measure("s", ["B allocs/op": 15])
            let found = try #require(try await project.verdict(squash))
            #expect(found.base.commit == "m1" && found.lines == ["B allocs/op on ci: 10 to 15 regressed"])
            #expect(found.base.reason == "the measured commit before the head on the branch main")
            let next = MergeBase(branch: "main", sha: "s")
            let run = try await project.measure("h1", on: "h", ["B allocs/op": 15], base: next, changeRequest: 2)
            let after = try #require(try await project.verdict(run))
            #expect(after.base.commit == "s" && after.lines == ["B allocs/op on ci: 15 to 15 unchanged"])
        }
    }

    //  [m0]─[m1]           main
    //         └─[q1]       gh-readonly-queue/main/pr-1-m1
    //             └─[q2]   gh-readonly-queue/main/pr-2-q1
    @Test(arguments: GrownProject.Engine.allCases)
    func `an entry of a merge queue is compared with the tip, or with the entry before it`(
        engine: GrownProject.Engine
    ) async throws {
        try await GrownProject.with(engine, "m0 m1 q1 q2") { project in
            for sha in ["m0", "m1"] { try await project.measure(sha) }
            let queue = "gh-readonly-queue/main/pr-"
            let tip = MergeBase(branch: "main", sha: "m1")
            let first = try await project.measure("q1", on: queue + "1-m1", ["B allocs/op": 11], base: tip)
            #expect(try await project.verdict(first)?.lines == ["B allocs/op on ci: 10 to 11 regressed"])
            let entry = MergeBase(branch: "main", sha: "q1")
            let second = try await project.measure("q2", on: queue + "2-q1", ["B allocs/op": 11], base: entry)
            let found = try #require(try await project.verdict(second))
            #expect(found.base.commit == "q1" && found.lines == ["B allocs/op on ci: 11 to 11 unchanged"])
            // Main moves to the entry: the commit was measured already, and is measured again.
            let main = try await project.measure("q1", ["B allocs/op": 11])
            let merged = try #require(try await project.verdict(main))
            #expect(merged.base.commit == "m1" && merged.head.runs.count == 2)
        }
    }

    //  [m0]─[m1]─m2─[m3]   main, of which m1 came last, and without a line in the end
    @Test(arguments: GrownProject.Engine.allCases)
    func `a head of the default branch is compared with the measured commit before it`(
        engine: GrownProject.Engine
    ) async throws {
        try await GrownProject.with(engine, "m0 m1 m2 m3") { project in
            try await project.measure("m0")
            let run = try await project.measure("m3", ["B allocs/op": 12], base: MergeBase(branch: "main", sha: "m3"))
            #expect(try await project.verdict(run)?.base.commit == "m0")
            try await project.measure("m1", ["B allocs/op": 12])
            let found = try #require(try await project.verdict(run))
            #expect(found.base.commit == "m1" && found.base.distance == 1)
            #expect(found.lines == ["B allocs/op on ci: 12 to 12 unchanged"])
            let loose = try await project.measure("m4", ["B allocs/op": 12], knowsLine: false)
            #expect(try await project.verdict(loose)?.base.commit == "m3")
        }
    }
}
