import NilometerCore
import NilometerPipeline
import Testing

struct PolicyReplayTests {
    private func series(_ id: String, better: Better = .lower, isExact: Bool = false) -> Series {
        Series(
            id: id,
            project: "p",
            key: SeriesKey(benchmark: "B" + id, parameters: [:], metric: "ns/op"),
            machine: "ci",
            unit: "ns",
            better: better,
            isExact: isExact
        )
    }

    /// A series whose one change becomes stronger from time to time.
    private func replayed(
        _ id: String,
        at commit: String = "c",
        to after: Double = 110,
        strengths: [(time: Int, strength: Double?)]
    ) -> ReplayedSeries {
        let series = series(id)
        let change = Change(
            id: id + "#0",
            series: series,
            branch: "main",
            state: .confirmed,
            label: "step",
            commit: commit,
            fromCommit: "before " + commit,
            before: 100,
            after: after
        )
        return ReplayedSeries(
            series: series,
            pointCount: 300,
            steps: strengths.map { step in
                ReplayedSeries.Step(
                    time: step.time,
                    changes: [change],
                    strengths: step.strength.map { [change.id: $0] } ?? [:]
                )
            }
        )
    }

    private func replay(_ series: [ReplayedSeries], _ rules: [Rule] = [], budget: Double = 1) -> PolicyReplay {
        // With a thousand quiet series beside, one alone needs about 3.5 decades at a run a day.
        let quiet = (0..<1_000).map { ReplayedSeries(series: self.series("q\($0)"), pointCount: 300, steps: []) }
        return PolicyReplay(of: series + quiet, rules: Rules(rules), runsPerMonth: 30, budget: budget)
    }

    @Test func `a change is held until it is strong enough`() throws {
        let found = replay([replayed("1", strengths: [(10, 1), (11, 2), (14, 6), (15, 8)])])
        #expect(found.alerts.map(\.toldAt) == [14])
        let alert = try #require(found.alerts.first)
        #expect(alert.alert.held == nil)
        #expect(alert.members.map(\.id) == ["1#0"])
        let weak = replay([replayed("1", strengths: [(10, 1), (11, 2)])])
        #expect(weak.alerts.map(\.toldAt) == [nil])
        #expect(weak.alerts.map(\.alert.held) == [.budget])
    }

    @Test func `counts, and what a rule wants told, are told at once`() {
        #expect(replay([replayed("1", strengths: [(10, nil)])], budget: 0).alerts.map(\.toldAt) == [10])
        var rule = Rule()
        rule.delivery = .always
        #expect(replay([replayed("1", strengths: [(10, 1)])], [rule]).alerts.map(\.toldAt) == [10])
    }

    @Test func `series that move together are one alert, told earlier than any alone`() {
        let together = (0..<30).map { replayed("\($0)", strengths: [(10, 2.6)]) }
        let found = replay(together)
        #expect(found.alerts.map(\.toldAt) == [10])
        #expect(found.alerts.map(\.members.count) == [30])
        let apart = (0..<30).map { replayed("\($0)", at: "c\($0)", strengths: [(10, 2.6)]) }
        #expect(replay(apart).alerts.allSatisfy { $0.toldAt == nil })
    }

    @Test func `what is too small, ignored or never told is left out`() {
        var small = Rule()
        small.smallestShare = 0.15
        var ignored = Rule()
        ignored.isIgnored = true
        var never = Rule()
        never.delivery = .never
        let change = replayed("1", strengths: [(10, 9)])
        #expect(replay([change]).alerts.count == 1)
        for rule in [small, ignored, never] { #expect(replay([change], [rule]).alerts.isEmpty) }
        small.benchmark = Glob("B2*")
        #expect(replay([change], [small]).alerts.count == 1)
    }
}
