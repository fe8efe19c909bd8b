import NilometerCore

extension StoreContract {
    static let ofProjects: [Promise<any Store>] = [
        Promise("a slug is taken once; projects are listed by slug") { store, faults in
            var made: [Bool] = []
            for slug in ["q", "p", "q"] { made.append(try await store.createProject(project(slug))) }
            faults.expectEqual(made, [true, true, false], "made")
            let all = try await store.projects()
            faults.expectEqual(all, [project("p"), project("q")], "the projects")
            let one = try await store.project("q")
            faults.expectEqual(one, project("q"), "one")
            let none = try await store.project("none")
            faults.expect(none == nil, "a project that was never made is there")
        },
        Promise("name and budget of a project are replaced, and those of others stay") { store, faults in
            for slug in ["p", "q"] { _ = try await store.createProject(project(slug)) }
            var changed = project()
            (changed.name, changed.alertBudget) = ("another", 0.25)
            let answer = try await store.updateProject(changed)
            faults.expect(answer, "it was not replaced")
            let all = try await store.projects()
            faults.expectEqual(all, [changed, project("q")], "the projects")
        },
        Promise("a deleted project is gone, and one made in its place is empty") { store, faults in
            for slug in ["p", "q"] { _ = try await store.createProject(project(slug)) }
            _ = try await store.append([run("run_1", at: "a"), run("run_2", at: "a", project: "q")])
            let before = try await points(store)
            faults.expectEqual(before, ["run_1"], "before")
            var gone: [Bool] = []
            for _ in 0..<2 { gone.append(try await store.deleteProject("p")) }
            faults.expectEqual(gone, [true, false], "the answers")
            _ = try await store.createProject(project())
            let listed = try await runs(store)
            let ancestors = try await store.ancestors(of: "a", in: "p", limit: 9)
            let series = try await store.series(in: "p", benchmark: nil, metric: nil, machine: nil)
            faults.expect(listed.isEmpty && ancestors.isEmpty && series.isEmpty, "something was left")
            _ = try await store.append([run("run_3", at: "b", line: ["a"])])
            let found = try await points(store)
            faults.expectEqual(found, ["run_3"], "the points of the new one")
            let other = try await points(store, in: "q")
            faults.expectEqual(other, ["run_2"], "the points of the other one")
        },
        Promise("a project that is made again finds nothing that another has left in any memory") { store, faults in
            for (round, slug) in ["p", "q", "p", "q", "p"].enumerated() {
                if round == 1 || round == 3 { _ = try await store.deleteProject("p") }
                if round == 4 { _ = try await store.deleteProject("q") }
                _ = try await store.createProject(project(slug))
                for number in 0..<3 {
                    let (id, sha) = ("run_\(round)\(number)", "c\(round)\(number)")
                    let line = number == 0 ? [] : ["c\(round)\(number - 1)"]
                    _ = try await store.append([run(id, at: sha, line: line, project: slug)])
                    let found = try await points(store, in: slug)
                    faults.expectEqual(found.last, id, "the newest point in round \(round)")
                }
            }
        },
        Promise("tokens are found by key id, listed oldest first, and removed once") { store, faults in
            let tokens = (1...2).map { number in
                AccessToken(
                    id: "tok_\(number)",
                    name: "t",
                    keyID: "key\(number)",
                    digest: "d",
                    scopes: [.upload, .read],
                    project: nil,
                    createdAt: time,
                    expiresAt: number == 1 ? nil : time
                )
            }
            for token in tokens { try await store.createToken(token) }
            let found = try await store.token(keyID: "key2")
            faults.expectEqual(found, tokens[1], "the token")
            let all = try await store.tokens()
            faults.expectEqual(all, tokens, "all tokens")
            var gone: [Bool] = []
            for _ in 0..<2 { gone.append(try await store.deleteToken("tok_1")) }
            faults.expectEqual(gone, [true, false], "the answers")
            let none = try await store.token(keyID: "key1")
            faults.expect(none == nil, "a removed token is found")
        },
    ]
}
