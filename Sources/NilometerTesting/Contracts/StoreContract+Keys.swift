import NilometerCore

extension StoreContract {
    static let ofKeys: [Promise<any Store>] = [
        Promise("a key is one run, and another body under it a conflict, within a group and after it") {
            store,
            faults in
            _ = try await store.createProject(project())
            let group = try await append(
                [
                    run("run_1", at: "a", key: "k"), run("run_2", at: "a", key: "k"),
                    run("run_3", at: "a", key: "k", digest: "e"), run("run_4", at: "b", line: ["a"]),
                ],
                to: store
            )
            faults.expectEqual(
                group,
                ["stored run_1", "repeated run_1", "conflict run_1", "stored run_4"],
                "in a group"
            )
            let later = try await append(
                [run("run_5", at: "a", key: "k", after: 1e6), run("run_6", at: "a", key: "k", digest: "e")],
                to: store
            )
            faults.expectEqual(later, ["repeated run_1", "conflict run_1"], "after it")
            let listed = try await runs(store)
            faults.expectEqual(listed, ["run_4", "run_1"], "the runs")
        },
        Promise("a key that holds for a while is one run in that while, time and again") { store, faults in
            _ = try await store.createProject(project())
            var answers: [String] = []
            for (number, second) in [0.0, 500, 700, 1200, 1400].enumerated() {
                let sent = run("run_\(number)", at: "a", key: "k", keyHoldsFor: 600, after: second)
                answers += try await append([sent], to: store)
            }
            faults.expectEqual(
                answers,
                ["stored run_0", "repeated run_0", "stored run_2", "repeated run_2", "stored run_4"],
                "the answers"
            )
        },
        Promise("the key of a deleted run is free, and then holds again") { store, faults in
            _ = try await store.createProject(project())
            var answers = try await append([run("run_1", at: "a", key: "k")], to: store)
            _ = try await store.deleteRun("run_1", in: "p")
            for number in 2...3 { answers += try await append([run("run_\(number)", at: "a", key: "k")], to: store) }
            faults.expectEqual(answers, ["stored run_1", "stored run_2", "repeated run_2"], "the answers")
        },
        Promise("keys of two projects do not meet") { store, faults in
            for slug in ["p", "q"] { _ = try await store.createProject(project(slug)) }
            let answers = try await append(
                [run("run_1", at: "a", key: "k"), run("run_2", at: "a", project: "q", key: "k", digest: "e")],
                to: store
            )
            faults.expectEqual(answers, ["stored run_1", "stored run_2"], "the answers")
        },
    ]
}
