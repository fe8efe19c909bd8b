import NilometerCore
import NilometerPipeline
import Testing

/// What rules change in a verdict, and what those of a change request do not.
struct RuledVerdictTests {
    private static func rule(_ set: (inout Rule) -> Void) -> Rule {
        var rule = Rule()
        set(&rule)
        return rule
    }

    //  [m0]─[m1]    main, with rules
    //         └─[f1]  with rules of its own
    @Test(arguments: GrownProject.Engine.allCases)
    func `a verdict obeys the rules of the default branch, and shows how those of the change request differ`(
        engine: GrownProject.Engine
    ) async throws {
        try await GrownProject.with(engine, "m0 m1 f1") { project in
            let ignored = Self.rule { ($0.benchmark, $0.isIgnored) = (Glob("Old*"), true) }
            let owned = Self.rule { ($0.smallestShare, $0.owner) = (0.02, "@team") }
            let lax = Self.rule { ($0.smallestShare, $0.owner) = (0.9, "@team") }
            let strict = GatePolicy(failsOn: [.regressed, .missing])
            project.rules = [
                "main": Rules([ignored, owned], gate: strict),
                "feature": Rules([lax], alertBudget: 5, gate: GatePolicy(isAdvisory: true)),
            ]
            try await project.measure("m0", ["B allocs/op": 100, "Old allocs/op": 1], rules: "main")
            try await project.measure("m1", ["B allocs/op": 100, "Old allocs/op": 1])
            let run = try await project.measure(
                "f1",
                on: "f",
                ["B allocs/op": 103, "Old allocs/op": 9],
                base: MergeBase(branch: "main", sha: "m1"),
                changeRequest: 1,
                rules: "feature"
            )
            let found = try #require(try await project.verdict(run))
            #expect(found.lines == ["B allocs/op on ci: 100 to 103 regressed"])
            #expect(found.rows.map(\.owner) == ["@team"])
            let end = "(not applied: this comes from the change request)"
            #expect(
                found.rulesDifference == [
                    "alertBudget none → 5 \(end)", "gate: failOn missing and regressed → regressed \(end)",
                    "gate: advisory false → true \(end)", "rule 1: smallestChange 2 % → 90 % \(end)",
                    "rule 1 (benchmark Old*) is gone \(end)",
                ]
            )
            #expect(found.gate == strict)
            // Once the rules are those of the default branch, they are obeyed.
            try await project.measure("m2", ["B allocs/op": 100], rules: "feature", knowsLine: false)
            let after = try #require(try await project.verdict(run))
            #expect(
                after.lines.sorted() == [
                    "B allocs/op on ci: 100 to 103 unchanged", "Old allocs/op on ci: 1 to 9 regressed",
                ]
            )
            #expect(after.rulesDifference.isEmpty)
        }
    }

    @Test func `each difference of rules is a sentence`() {
        let old = Rules([
            Self.rule { ($0.benchmark, $0.better) = (Glob("A"), .lower) },
            Self.rule { ($0.metric, $0.smallestShare) = (Glob("ns/op"), 0.02) },
            Self.rule { ($0.machine, $0.isIgnored) = (Glob("old"), true) },
        ])
        let new = Rules([
            Self.rule { ($0.benchmark, $0.better) = (Glob("A"), .lower) },
            Self.rule { ($0.metric, $0.smallestShare, $0.kind) = (Glob("ns/op"), 0.05, .exact) },
            Self.rule { ($0.benchmark, $0.most, $0.unit, $0.delivery) = (Glob("B"), 12, "ns", .always) },
        ])
        #expect(
            RulesDifference(from: old, to: new).sentences.map {
                $0.replacing(" (not applied: this comes from the change request)", with: "")
            }
                == [
                    "rule 2 (metric ns/op): smallestChange 2 % → 5 %", "rule 2 (metric ns/op): class none → exact",
                    "rule 3 (benchmark B) is new: most 12 ns, delivery always", "rule 3 (machine old) is gone",
                ]
        )
        #expect(RulesDifference(from: old, to: old).sentences.isEmpty)
        let gates = RulesDifference(from: Rules(), to: Rules(gate: GatePolicy(isAdvisory: true))).sentences
        #expect(gates == ["gate: advisory false → true (not applied: this comes from the change request)"])
        let turned = RulesDifference(from: old, to: Rules(old.rules.reversed())).sentences
        #expect(turned.count == 1 && turned.first?.hasPrefix("the rules stand in another order") == true)
    }
}
