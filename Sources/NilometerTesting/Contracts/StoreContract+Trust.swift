import Foundation
import NilometerCore

extension StoreContract {
    static let ofTrust: [Promise<any Store>] = [
        Promise("trust rules are kept whole, listed oldest first, and end with their project") { store, faults in
            for slug in ["p", "q"] { _ = try await store.createProject(project(slug)) }
            let rules = [rule("tru_1"), rule("tru_2", keys: nil)]
            var made: [Bool] = []
            for rule in rules.reversed() { made.append(try await store.createTrustRule(rule)) }
            made.append(try await store.createTrustRule(rule("tru_3", project: "none")))
            faults.expectEqual(made, [true, true, false], "made")
            let all = try await store.trustRules(in: "p")
            faults.expectEqual(all, rules, "the rules")
            let others = try await store.trustRules(in: "q")
            faults.expectEqual(others, [], "the rules of another project")
            _ = try await store.deleteProject("p")
            _ = try await store.createProject(project())
            let left = try await store.trustRules(in: "p")
            faults.expectEqual(left, [], "the rules of a project made again")
        },
        Promise("a deleted rule takes the tokens with it that were given by it, and gives none again") {
            store,
            faults in
            _ = try await store.createProject(project())
            for id in ["tru_1", "tru_2"] { _ = try await store.createTrustRule(rule(id)) }
            var given: [Bool] = []
            for number in 1...2 {
                given.append(try await store.give(token(number, by: "tru_\(number)"), for: use("d\(number)")))
            }
            faults.expectEqual(given, [true, true], "given")
            let kept = try await store.token(keyID: "key1")
            faults.expectEqual(kept, token(1, by: "tru_1"), "the token")
            let elsewhere = try await store.deleteTrustRule("tru_1", in: "q")
            var gone: [Bool] = [elsewhere]
            for _ in 0..<2 { gone.append(try await store.deleteTrustRule("tru_1", in: "p")) }
            faults.expectEqual(gone, [false, true, false], "the answers")
            let left = try await store.tokens().map(\.id)
            faults.expectEqual(left, ["tok_2"], "the tokens that are left")
            let late = try await store.give(token(3, by: "tru_1"), for: use("d3"))
            faults.expect(!late, "a token was given by a rule that is gone")
        },
        Promise("an identity is used as often as it may be within its window, and no more") { store, faults in
            _ = try await store.createProject(project())
            _ = try await store.createTrustRule(rule("tru_1"))
            var given: [Bool] = []
            for (number, second) in [0.0, 10, 20, 30].enumerated() {
                given.append(try await store.give(token(number, by: "tru_1"), for: use("a", after: second)))
            }
            faults.expectEqual(given, [true, true, true, false], "three within the window")
            let first = try await store.give(token(10, by: "tru_1"), for: use("b"))
            let late = try await store.give(token(11, by: "tru_1"), for: use("b", after: 61))
            faults.expectEqual([first, late], [true, false], "after the window")
            let count = try await store.tokens().count
            faults.expectEqual(count, 4, "the tokens")
        },
        Promise("given tokens are forgotten an hour after their end, and others never") { store, faults in
            _ = try await store.createProject(project())
            _ = try await store.createTrustRule(rule("tru_1"))
            var own = token(1, by: "tru_1")
            own.vouched = nil
            try await store.createToken(own)
            _ = try await store.give(token(2, by: "tru_1"), for: use("a"))
            _ = try await store.give(token(3, by: "tru_1"), for: use("b", after: 900 + 3500))
            let before = try await store.tokens().map(\.id)
            faults.expectEqual(before, ["tok_1", "tok_2", "tok_3"], "before")
            _ = try await store.give(token(4, by: "tru_1"), for: use("c", after: 900 + 3700))
            let after = try await store.tokens().map(\.id)
            faults.expectEqual(after, ["tok_1", "tok_4"], "after")
        },
        Promise("a line that nobody vouches for gives no parent to a commit that was there") { store, faults in
            _ = try await store.createProject(project())
            _ = try await store.append([run("run_1", at: "a"), run("run_2", at: "b", line: ["a"])])
            var stranger = run("run_3", at: "x", line: ["b", "a", "evil"], branch: "topic")
            stranger.commit.mayLink = false
            _ = try await store.append([stranger, run("run_4", at: "evil", branch: "topic")])
            let line = try await store.ancestors(of: "b", in: "p", limit: 9)
            faults.expectEqual(line, ["b", "a"], "the line of main")
            let own = try await store.ancestors(of: "x", in: "p", limit: 9)
            faults.expectEqual(own, ["x", "b", "a"], "its own line")
            let found = try await points(store)
            faults.expectEqual(found, ["run_1", "run_2"], "the points of main")
        },
        Promise("a line that somebody vouches for takes the place of one that nobody does") { store, faults in
            _ = try await store.createProject(project())
            _ = try await store.append([run("run_1", at: "m1")])
            for (id, sha, line) in [("run_2", "x", ["m9", "m1"]), ("run_3", "p", ["m10"]), ("run_4", "q", ["m11"])] {
                var stranger = run(id, at: sha, line: line, branch: "topic-" + sha)
                stranger.commit.mayLink = false
                _ = try await store.append([stranger])
            }
            _ = try await store.append([run("run_5", at: "m9", line: ["m8", "m1"])])
            _ = try await store.append([run("run_6", at: "m10", line: ["p", "m9"])])
            _ = try await store.append([run("run_7", at: "m11", line: ["q"]), run("run_8", at: "q", line: ["m10"])])
            let line = try await store.ancestors(of: "m11", in: "p", limit: 9)
            faults.expectEqual(line, ["m11", "q", "m10", "p", "m9", "m8", "m1"], "the line of main")
            let own = try await store.ancestors(of: "x", in: "p", limit: 9)
            faults.expectEqual(own, ["x", "m9", "m8", "m1"], "the stranger's line")
        },
    ]

    private static func rule(_ id: String, project: String = "p", keys: String? = "{\"keys\":[]}") -> TrustRule {
        TrustRule(
            id: id,
            project: project,
            name: "ci “x”",
            provider: .github,
            issuer: "https://issuer.example",
            audience: keys == nil ? nil : "a",
            claims: ["repository_id": "7", "sub": "repo:*"],
            branch: keys == nil ? nil : "main",
            scopes: [.upload, .read],
            keys: keys,
            createdAt: time
        )
    }

    private static func token(_ number: Int, by rule: String) -> AccessToken {
        AccessToken(
            id: "tok_\(number)",
            name: "t",
            keyID: "key\(number)",
            digest: "d",
            scopes: [.upload, .read],
            project: "p",
            createdAt: time,
            expiresAt: number == 3 ? time.addingTimeInterval(900 + 90) : time.addingTimeInterval(900),
            vouched: Vouched(rule: rule, subject: "o/r", commit: "c", branches: ["b", "pull/3"], changeRequest: 3)
        )
    }

    private static func use(_ digest: String, after seconds: TimeInterval = 0) -> IdentityUse {
        IdentityUse(
            digest: digest,
            at: time.addingTimeInterval(seconds),
            endsAt: time.addingTimeInterval(seconds + 300),
            most: 3,
            window: 60
        )
    }
}
