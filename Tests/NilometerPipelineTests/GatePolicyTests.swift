import NilometerCore
import Testing

struct GatePolicyTests {
    private func row(_ verdict: Verdict, _ before: Double?, _ after: Double?, metric: String = "ns/op") -> GateRow {
        GateRow(
            key: SeriesKey(benchmark: "Parse", parameters: [:], metric: metric),
            machine: "ci",
            unit: metric == "ns/op" ? "ns" : "1",
            before: before,
            after: after,
            verdict: verdict
        )
    }

    private func rules(_ change: (inout Rule) -> Void) -> Rules {
        var rule = Rule()
        change(&rule)
        return Rules([rule])
    }

    private static let findings: [(verdict: Verdict, isConclusive: Bool, status: Int32)] = [
        (.regressed, false, 1), (.regressed, true, 1), (.improved, true, 0), (.unchanged, true, 0),
        (.inconclusive, false, 0), (.inconclusive, true, 3),
    ]

    @Test(arguments: findings)
    func `a regression fails, and doubt holds the gate where it must be conclusive`(
        verdict: Verdict,
        isConclusive: Bool,
        status: Int32
    ) {
        let policy = GatePolicy(requiresConclusive: isConclusive)
        #expect(policy.decision(on: [row(verdict, 1, 2)], outcome: .compared).status == status)
    }

    @Test func `nothing compared is 3, a first run 0, and an advisory gate always 0`() {
        #expect(GatePolicy().decision(on: [], outcome: .nothingCompared).status == 3)
        #expect(GatePolicy().decision(on: [], outcome: .firstRun).status == 0)
        let advisory = GatePolicy(isAdvisory: true).decision(on: [row(.regressed, 1, 2)], outcome: .compared)
        #expect(advisory.finding == 1 && advisory.status == 0)
    }

    @Test func `a benchmark that went fails where the policy says so, a new one never`() {
        let rows = [row(.missing, 1, nil), row(.missing, nil, 1)]
        let policy = GatePolicy(failsOn: [.regressed, .missing])
        #expect(policy.decision(on: rows, outcome: .compared).failures == [.init(row: 0, cause: .missing)])
        #expect(GatePolicy().decision(on: rows, outcome: .compared).failures.isEmpty)
        // Where nothing is comparable all rows are missing, which says nothing of them.
        #expect(policy.decision(on: rows, outcome: .nothingCompared).status == 3)
    }

    @Test func `rules ask for a size, leave out, and set limits that hold without a base`() {
        let rows = [row(.regressed, 100, 104), row(.regressed, 0, 1, metric: "allocs/op")]
        let sized = GatePolicy().decision(on: rows, outcome: .compared, rules: rules { $0.smallestShare = 0.05 })
        #expect(sized.failures == [.init(row: 1, cause: .regressed)])
        let ignored = GatePolicy().decision(on: rows, outcome: .compared, rules: rules { $0.isIgnored = true })
        #expect(ignored.status == 0)
        let limited = GatePolicy().decision(
            on: [row(.missing, nil, 11)],
            outcome: .firstRun,
            rules: rules { $0.most = 10 }
        )
        #expect(limited.failures == [.init(row: 0, cause: .aboveMost(10))] && limited.status == 1)
        let low = GatePolicy().decision(
            on: [row(.improved, 12, 4)],
            outcome: .compared,
            rules: rules { $0.least = 5 }
        )
        #expect(low.failures == [.init(row: 0, cause: .belowLeast(5))])
    }

    @Test func `an amount in a unit of another dimension is not asked`() {
        let bytes = rules { ($0.most, $0.unit) = (10, "B") }
        let times = rules { ($0.most, $0.unit) = (10, "ns") }
        let rows = [row(.unchanged, 11, 11)]
        #expect(GatePolicy().decision(on: rows, outcome: .compared, rules: bytes).status == 0)
        #expect(GatePolicy().decision(on: rows, outcome: .compared, rules: times).status == 1)
    }
}
