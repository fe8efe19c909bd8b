import NilometerCore
import Testing

/// Which runs stand on the two sides of a verdict, and what is said when there are none.
struct SidesTests {
    private let base = MergeBase(branch: "main", sha: "m1")

    //  [m0]─[m1]    main
    //         └─[f1][f1][f1]   measured three times
    @Test(arguments: GrownProject.Engine.allCases)
    func `re-runs of one commit stand on its side together`(engine: GrownProject.Engine) async throws {
        try await GrownProject.with(engine, "m0 m1 f1") { project in
            for sha in ["m0", "m1"] { try await project.measure(sha) }
            var runs: [String] = []
            for _ in 0..<3 { runs.append(try await project.measure("f1", on: "f", base: base, changeRequest: 1)) }
            for run in runs {
                let found = try #require(try await project.verdict(run))
                #expect(found.head.runs.map(\.id) == runs.reversed() && found.rows.map(\.headRuns) == [3])
                #expect(found.rows.map { Set($0.headRunIDs) } == [Set(runs)] && found.base.commit == "m1")
                #expect(found.head.reason == "the run named, and 2 other runs of its commit on this machine")
            }
        }
    }

    //  [m0]─[m1 a][m1 b]─[m2 b]   main: two jobs of a matrix measure other things; of m2 one of them failed
    //                       └─[f1 a][f1 b]
    @Test(arguments: GrownProject.Engine.allCases)
    func `each part of a matrix is compared with its own part`(engine: GrownProject.Engine) async throws {
        try await GrownProject.with(engine, "m0 m1 m2 f1") { project in
            let base = MergeBase(branch: "main", sha: "m2")
            try await project.measure("m1", ["A allocs/op": 1], part: "a")
            try await project.measure("m1", ["B allocs/op": 2], part: "b")
            try await project.measure("m2", ["B allocs/op": 2], part: "b")
            let a = try await project.measure(
                "f1",
                on: "f",
                ["A allocs/op": 2],
                base: base,
                changeRequest: 1,
                part: "a"
            )
            let b = try await project.measure(
                "f1",
                on: "f",
                ["B allocs/op": 2],
                base: base,
                changeRequest: 1,
                part: "b"
            )
            let (one, other) = (try await project.verdict(a), try await project.verdict(b))
            #expect(one?.lines == ["A allocs/op on ci: 1 to 2 regressed"] && one?.base.commit == "m1")
            #expect(other?.lines == ["B allocs/op on ci: 2 to 2 unchanged"] && other?.base.commit == "m2")
            // Whole commits are compared with all parts.
            let whole = try await project.comparison(base: "m1", head: "f1")
            #expect(whole.lines.sorted() == (one?.lines ?? []) + (other?.lines ?? []))
        }
    }

    //  [m0 x]─[m1 x][m0 y]  main on two machines; m1 was not measured on y
    //    └─[f1 x][f1 y]
    @Test(arguments: GrownProject.Engine.allCases)
    func `the runs of several machines are each compared on their own`(engine: GrownProject.Engine) async throws {
        try await GrownProject.with(engine, "m0 m1 f1") { project in
            let (x, y) = (Machine(name: "x"), Machine(name: "y"))
            try await project.measure("m0", machine: x)
            try await project.measure("m0", ["B allocs/op": 30], machine: y)
            try await project.measure("m1", ["B allocs/op": 20], machine: x)
            let one = try await project.measure("f1", on: "f", ["B allocs/op": 21], base: base, machine: x)
            let other = try await project.measure("f1", on: "f", ["B allocs/op": 31], base: base, machine: y)
            let found = try await project.verdict(one)
            #expect(found?.base.commit == "m1" && found?.lines == ["B allocs/op on x: 20 to 21 regressed"])
            let second = try await project.verdict(other)
            #expect(second?.base.commit == "m0" && second?.lines == ["B allocs/op on y: 30 to 31 regressed"])
            let whole = try await project.comparison(base: "main", head: "f1")
            #expect(whole.lines.sorted() == (found?.lines ?? []) + (second?.lines ?? []))
        }
    }

    //  [m0 amd]─[m1 arm]    main, on a fleet of two kinds of processor
    //               └─[f1 amd], or [f2 intel]
    @Test(arguments: GrownProject.Engine.allCases)
    func `times are compared on the same processors only, counts on all`(engine: GrownProject.Engine) async throws {
        try await GrownProject.with(engine, "m0 m1 f1", "m1 f2") { project in
            func fleet(_ cpu: String) -> Machine { Machine(name: "ci", fingerprint: ["cpu": cpu]) }
            let values = ["B allocs/op": 10.0, "B ns/op": 100]
            try await project.measure("m0", values, machine: fleet("amd"))
            try await project.measure("m1", values, machine: fleet("arm"))
            let same = try await project.measure("f1", on: "f", values, base: base, machine: fleet("amd"))
            let known = try #require(try await project.verdict(same))
            #expect(
                known.rows.map { "\($0.series.key.metric) \($0.historyPoints)" }.sorted() == ["allocs/op 2", "ns/op 1"]
            )
            let other = try await project.measure("f2", on: "f", values, base: base, machine: fleet("intel"))
            let found = try #require(try await project.verdict(other))
            #expect(found.base.commit == "m1")
            let time = try #require(found.rows.first { $0.series.key.metric == "ns/op" })
            #expect(time.verdict == .inconclusive)
            #expect(time.reason == "the base was measured on other processors: measure both on the same")
            #expect(found.count(of: .unchanged) == 1)
        }
    }

    //  [x]  an hour of re-runs of the first commit; then one of which nothing is known
    @Test(arguments: GrownProject.Engine.allCases)
    func `a first run is told from one that descends from nothing measured`(engine: GrownProject.Engine) async throws {
        try await GrownProject.with(engine, "m0 m1") { project in
            var last = ""
            for _ in 0..<130 { last = try await project.measure("x", on: "main", knowsLine: false) }
            #expect(try await project.verdict(last)?.outcome == .firstRun)
            let laptop = try await project.measure("m0", on: "f", base: base, machine: Machine(name: "laptop"))
            let first = try #require(try await project.verdict(laptop))
            #expect(first.outcome == .firstRun && first.base.asked == "m1" && first.base.commit == nil)
            #expect(first.base.reason == "no other commit had been measured on this machine before")
            let lost = try await project.measure("m1", on: "f", base: MergeBase(branch: "gone", sha: "y"))
            let found = try #require(try await project.verdict(lost))
            #expect(found.outcome == .nothingCompared && found.verdict == .missing && found.rows.isEmpty)
            #expect(found.base.reason.hasPrefix("neither the merge base nor a commit before it was measured"))
            // Many re-runs of the commit itself do not hide that there is history.
            for _ in 0..<130 {
                last = try await project.measure("m1", on: "f", base: MergeBase(branch: "gone", sha: "y"))
            }
            #expect(try await project.verdict(last)?.outcome == .nothingCompared)
        }
    }
}
