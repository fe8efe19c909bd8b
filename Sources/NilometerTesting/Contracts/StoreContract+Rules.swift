import NilometerCore

extension StoreContract {
    /// A run with a text of rules.
    private static func ruled(
        _ id: String,
        at sha: String,
        line: [String] = [],
        branch: String = "main",
        _ text: String?,
        changeRequest: Int? = nil
    ) -> Run {
        var run = run(id, at: sha, line: line, branch: branch)
        run.rules = text
        run.origin.changeRequest = changeRequest
        return run
    }

    /// Finishes what is due, and says which runs those were.
    private static func drain(_ store: any Store) async throws -> [String] {
        var found: [String] = []
        while let task = try await store.dueSweep(limit: 99), found.count < 999 {
            found += task.runs
            try await store.finish(task, with: SweepOutcome())
        }
        return found
    }

    static let ofRules: [Promise<any Store>] = [
        Promise("rules come from the default branch, and late or repeated runs do not roll them back") {
            store,
            faults in
            _ = try await store.createProject(project())
            let none = try await store.rules(of: "p")
            faults.expect(none == nil, "a project without a run has rules")
            let steps: [(Run, ProjectRules?)] = [
                (ruled("run_1", at: "b", line: ["a"], nil), nil),
                (ruled("run_2", at: "b", line: ["a"], "one"), ProjectRules(text: "one", commit: "b")),
                (ruled("run_3", at: "c", line: ["b", "a"], nil), ProjectRules(text: "one", commit: "b")),
                (ruled("run_4", at: "d", line: ["c", "b"], "two"), ProjectRules(text: "two", commit: "d")),
                // Late, again, and of the same commit.
                (ruled("run_5", at: "c", line: ["b", "a"], "old"), ProjectRules(text: "two", commit: "d")),
                (ruled("run_6", at: "b", line: ["a"], "one"), ProjectRules(text: "two", commit: "d")),
                (
                    ruled("run_7", at: "d", line: ["c", "b"], "two, again"),
                    ProjectRules(text: "two, again", commit: "d")
                ),
                (ruled("run_8", at: "e", line: ["d", "c"], ""), ProjectRules(text: "", commit: "e")),
                (ruled("run_9", at: "f", line: ["e", "d"], ""), ProjectRules(text: "", commit: "f")),
            ]
            for (run, wanted) in steps {
                _ = try await store.append([run])
                let found = try await store.rules(of: "p")
                faults.expectEqual(found, wanted, "after \(run.id)")
                let kept = try await store.run(run.id, in: "p")
                faults.expect(kept != nil && kept?.rules == nil, "\(run.id) keeps a text")
            }
        },
        Promise("the rules of other branches and of change requests are kept with the run where they differ") {
            store,
            faults in
            _ = try await store.createProject(project())
            let runs = [
                ruled("run_1", at: "a", "one"),
                ruled("run_2", at: "f", line: ["a"], branch: "feature", "two", changeRequest: 1),
                ruled("run_3", at: "f", line: ["a"], branch: "feature", "one", changeRequest: 1),
                ruled("run_4", at: "b", line: ["a"], "two", changeRequest: 1),
                ruled("run_5", at: "g", line: ["a"], branch: "release", "three"),
            ]
            var kept: [String?] = []
            for run in runs {
                guard case .stored(let stored)? = try await store.append([run]).first else { continue }
                let listed = try await store.run(run.id, in: "p")
                faults.expectEqual(listed?.rules, stored.rules, "the answer and the list, of \(run.id)")
                kept.append(stored.rules)
            }
            faults.expectEqual(kept, [nil, "two", nil, "two", "three"], "the texts kept")
            let found = try await store.rules(of: "p")
            faults.expectEqual(found, ProjectRules(text: "one", commit: "a"), "the project's rules")
        },
        Promise("rules that are others than before make every series due, the same rules do not") { store, faults in
            _ = try await store.createProject(project())
            var other = ruled("run_2", at: "b", line: ["a"], nil)
            other.readings = [reading(benchmark: "Old")]
            _ = try await store.append([run("run_1", at: "a"), other])
            _ = try await store.append([ruled("run_3", at: "c", line: ["b"], "one")])
            let first = try await drain(store)
            faults.expectEqual(Set(first), ["run_1", "run_2", "run_3"], "what is due at first")
            _ = try await store.append([ruled("run_4", at: "d", line: ["c"], "one")])
            let same = try await drain(store)
            faults.expectEqual(same, ["run_4"], "what is due after the same rules")
            _ = try await store.append([ruled("run_5", at: "e", line: ["d"], "two")])
            let task = try await store.dueSweep(limit: 99)
            faults.expectEqual(task?.series.map(\.key.benchmark).sorted(), ["A", "Old"], "the series that are due")
            faults.expectEqual(task?.runs, ["run_2", "run_5"], "the runs, one for each set of series")
            _ = try await drain(store)
            _ = try await store.append([ruled("run_6", at: "a", "late"), ruled("run_7", at: "e", nil)])
            let late = try await drain(store)
            faults.expectEqual(late, ["run_6", "run_7"], "what is due after rules that do not count")
        },
        Promise("the rules of a project go with it") { store, faults in
            _ = try await store.createProject(project())
            _ = try await store.append([ruled("run_1", at: "a", "one")])
            _ = try await store.deleteProject("p")
            _ = try await store.createProject(project())
            let found = try await store.rules(of: "p")
            faults.expect(found == nil, "a new project has the rules of the old one")
        },
    ]
}
