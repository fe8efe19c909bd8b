import NilometerCore
import Testing

struct RulesTests {
    @Test(arguments: [
        ("*", "", true), ("", "", true), ("", "a", false), ("a*c", "abbc", true), ("a*c", "abcb", false),
        ("a?c", "abc", true), ("a?c", "ac", false), ("*b*b*", "abab", true), ("*b*b*", "ab", false),
        ("Parse*", "ParseLarge", true), ("Parse", "ParseLarge", false), ("**", "x", true),
    ])
    func `stars stand for any text and question marks for a letter`(pattern: String, name: String, fits: Bool) {
        #expect(Glob(pattern).fits(name) == fits)
    }

    private let series = Series(
        id: "ser",
        project: "p",
        key: SeriesKey(benchmark: "Parse", parameters: [:], metric: "ns/op"),
        machine: "ci-1",
        unit: "ns",
        better: .lower,
        isExact: false
    )

    @Test func `a later rule wins where it asks for something`() {
        var all = Rule()
        (all.smallestShare, all.delivery) = (0.05, .never)
        var own = Rule()
        (own.benchmark, own.machine, own.delivery) = (Glob("P*"), Glob("ci-?"), .always)
        var other = Rule()
        (other.metric, other.smallestShare) = (Glob("allocs*"), 0.5)
        let asked = Rules([all, own, other]).asked(of: series)
        #expect(asked.smallestShare == 0.05)
        #expect(asked.delivery == .always)
        #expect(Rules().asked(of: series) == Rule())
    }

    @Test func `a later smallest change takes the place of an earlier one, and owners and limits add up`() {
        var first = Rule()
        (first.smallestShare, first.owner, first.most) = (0.05, "all", 9)
        var second = Rule()
        (second.smallestDifference, second.unit, second.least) = (3, "ns", 1)
        let both = first.and(second)
        #expect(both.smallestShare == nil && both.smallestDifference == 3)
        #expect(both.owner == "all" && both.most == 9 && both.least == 1 && both.unit == "ns")
        #expect(both.isBroken(by: 9.5) && both.isBroken(by: 0.5) && !both.isBroken(by: 9))
    }

    private static let limits: [(share: Double?, difference: Double?, isEnough: Bool)] = [
        (0.1, nil, true), (0.11, nil, false), (nil, 10, true), (nil, 10.5, false), (0.1, 10.5, false),
    ]

    @Test(arguments: limits)
    func `a change must reach each limit that is given`(share: Double?, difference: Double?, isEnough: Bool) {
        var rule = Rule()
        (rule.smallestShare, rule.smallestDifference) = (share, difference)
        let change = Change(
            id: "c",
            series: series,
            branch: "main",
            state: .confirmed,
            label: "step",
            commit: "b",
            fromCommit: "a",
            before: 100,
            after: 110
        )
        #expect(rule.isLargeEnough(change) == isEnough)
    }
}
