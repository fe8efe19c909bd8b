import NilometerCore

extension StoreContract {
    static func change(_ id: String, in series: Series, _ state: ChangeState = .confirmed) -> Change {
        Change(
            id: id,
            series: series,
            branch: "main",
            state: state,
            label: "step",
            commit: "b",
            fromCommit: "a",
            before: 0.1,
            after: 0.3,
            ratio: 3,
            interval: 2.5...3.5,
            p: 0.01,
            causes: state == .retracted ? [] : ["flags -O1 → -O2", "toolchain go1.21 → go1.22"]
        )
    }

    static let ofWork: [Promise<any Store>] = [
        Promise("what was appended is due, oldest first and one project at a time, until it is finished") {
            store,
            faults in
            for slug in ["p", "q"] { _ = try await store.createProject(project(slug)) }
            _ = try await store.append([run("run_1", at: "a"), run("run_2", at: "a", project: "q")])
            _ = try await store.append([run("run_3", at: "b", line: ["a"]), run("run_4", at: "c", line: ["b", "a"])])
            var found: [[String]] = []
            while let task = try await store.dueSweep(limit: 2), found.count < 9 {
                let again = try await store.dueSweep(limit: 2)
                faults.expectEqual(again, task, "asked again")
                found.append(task.runs)
                faults.expectEqual(task.series.map(\.key.benchmark), ["A"], "the series")
                try await store.finish(task, with: SweepOutcome())
            }
            faults.expectEqual(found, [["run_1", "run_3"], ["run_2"], ["run_4"]], "the tasks")
        },
        Promise("a run that changes while it is swept stays due") { store, faults in
            _ = try await store.createProject(project())
            _ = try await store.append([run("run_1", at: "a")])
            guard let task = try await store.dueSweep(limit: 9) else { return faults.expect(false, "nothing is due") }
            _ = try await store.deleteRun("run_1", in: "p")
            _ = try await store.append([run("run_2", at: "b", line: ["a"])])
            try await store.finish(task, with: SweepOutcome())
            let left = try await store.dueSweep(limit: 9)?.runs
            faults.expectEqual(left, ["run_1", "run_2"], "what is due")
        },
        Promise("a task that outlived its project finishes nothing of another") { store, faults in
            for slug in ["q", "p"] { _ = try await store.createProject(project(slug)) }
            _ = try await store.append([run("run_1", at: "a")])
            guard let task = try await store.dueSweep(limit: 9) else { return faults.expect(false, "nothing is due") }
            _ = try await store.deleteProject("p")
            _ = try await store.createProject(project())
            _ = try await store.append([run("run_2", at: "a", project: "q"), run("run_3", at: "a")])
            try await store.finish(task, with: SweepOutcome())
            var left: [String] = []
            while let next = try await store.dueSweep(limit: 9), left.count < 9 {
                left += next.runs
                try await store.finish(next, with: SweepOutcome())
            }
            faults.expectEqual(left, ["run_2", "run_3"], "what is due")
        },
        Promise("an outcome replaces the changes of its series and of no other") { store, faults in
            _ = try await store.createProject(project())
            let readings = [reading(), reading(benchmark: "B")]
            _ = try await store.append([run("run_1", at: "a", readings: readings)])
            guard let task = try await store.dueSweep(limit: 9), task.series.count == 2 else {
                return faults.expect(false, "two series are not due")
            }
            let (a, b) = (task.series[0], task.series[1])
            let first = [change("chg_2", in: a), change("chg_1", in: a, .retracted)]
            try await store.finish(task, with: SweepOutcome(changes: [a.id: first, b.id: [change("chg_3", in: b)]]))
            let all = try await store.changes(in: "p", series: [a.id], withRetracted: true)
            faults.expectEqual(all, first, "all changes of a series, in order")
            let standing = try await store.changes(in: "p", series: [a.id], withRetracted: false)
            faults.expectEqual(standing.map(\.id), ["chg_2"], "without those retracted")
            try await store.finish(task, with: SweepOutcome(changes: [a.id: []]))
            let left = try await store.changes(in: "p", series: nil, withRetracted: true)
            faults.expectEqual(left.map(\.id), ["chg_3"], "after an empty outcome")
        },
        Promise("a new default branch makes all due, a new name nothing") { store, faults in
            _ = try await store.createProject(project())
            _ = try await store.append([run("run_1", at: "a"), run("run_2", at: "b", line: ["a"])])
            guard let task = try await store.dueSweep(limit: 9) else { return faults.expect(false, "nothing is due") }
            try await store.finish(task, with: SweepOutcome())
            var renamed = project()
            renamed.name = "another"
            let isThere = try await store.updateProject(renamed)
            let isElsewhere = try await store.updateProject(project("none"))
            faults.expectEqual([isThere, isElsewhere], [true, false], "the answers")
            let quiet = try await store.dueSweep(limit: 9)
            faults.expect(quiet == nil, "something is due after a new name")
            _ = try await store.updateProject(project(defaultBranch: "trunk"))
            let due = try await store.dueSweep(limit: 9)
            faults.expectEqual(due?.runs, ["run_1", "run_2"], "what is due")
            faults.expectEqual(due?.project.defaultBranch, "trunk", "the branch")
        },
    ]
}
