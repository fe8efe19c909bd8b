import Foundation
import NilometerCore
import NilometerDetection
import Testing

struct EnvironmentShiftTests {
    /// Times of twenty benchmarks; some are 20 % slower from `c14` on.
    private func times(_ moved: Int, seed: Int = 1) -> Watched {
        var times = Watched.times(20, runs: 20, seed: seed)
        for place in 0..<moved { for run in 14..<20 { times.values[place][run] *= 1.2 } }
        return times
    }

    /// The changes of the moved benchmarks, some of them a commit late.
    private func changes(_ times: Watched, _ moved: Int, up: Bool = true) -> [Change] {
        times.series().prefix(moved).enumerated().map { place, series in
            let at = place % 3 == 2 ? 15 : 14
            return Change(
                id: "chg_\(place)",
                series: series,
                branch: "main",
                state: place % 2 == 0 ? .suspected : .confirmed,
                label: "step",
                commit: "c\(at)",
                fromCommit: "c\(at - 1)",
                before: 100,
                after: up || place % 2 == 0 ? 120 : 80
            )
        }
    }

    private func shifts(
        _ moved: Int,
        up: Bool = true,
        contexts: [Int: [String: String]] = [:],
        beside others: [MachineWindow] = []
    ) -> [Sighting] {
        let times = times(moved)
        return MachineWatchdog().shifts(
            in: Watched.window([times], contexts: contexts),
            changes: changes(times, moved, up: up),
            noisy: Set(times.series().map(\.id)),
            beside: others
        )
    }

    /// Facts of the host that change at a run.
    private func contexts(_ fact: String, from run: Int) -> [Int: [String: String]] {
        Dictionary(uniqueKeysWithValues: (0..<20).map { ($0, [fact: $0 < run ? "old" : "new"]) })
    }

    private func other(_ moved: Int) -> MachineWindow {
        var times = times(moved, seed: 2)
        times.machine = "n"
        return Watched.window([times])
    }

    @Test func `series that move together where a fact of the host changed are one sighting`() throws {
        let found = shifts(6, contexts: contexts("kernel", from: 14))
        let one = try #require(found.first)
        #expect(found.count == 1 && one.kind == .environment)
        #expect(one.commit == "c14" && one.fromCommit == "c13")
        #expect(one.series.count == 6)
        #expect(
            one.sentence == "6 of the 20 series of “m” that vary rose together at c14, by 20 % in the middle, "
                + "and its kernel changed from “old” to “new”."
        )
    }

    @Test func `without anything that speaks for the environment it was the code`() {
        #expect(shifts(12).isEmpty)
        #expect(shifts(12, contexts: contexts("toolchain", from: 14)).isEmpty)
        #expect(shifts(12, contexts: contexts("kernel", from: 5)).isEmpty)
        let flickering = Dictionary(uniqueKeysWithValues: (0..<20).map { ($0, ["hostname": "h\($0)"]) })
        #expect(shifts(12, contexts: flickering).isEmpty)
        #expect(shifts(12, beside: [other(12)]).isEmpty)
    }

    @Test func `a machine that measured the same commits without the shift speaks for the environment`() {
        #expect(shifts(6, beside: [other(12), other(0)]).map(\.commit) == ["c14"])
        var late = other(0)
        late.columns.removeSubrange(16...)
        #expect(shifts(6, beside: [late]).isEmpty)
    }

    @Test func `an older commit that moved when it was measured again speaks for the environment`() {
        let times = times(8)
        var window = Watched.window([times])
        var again = window.columns[9]
        again.run = "run_again"
        again.receivedAt += 86_400 * 9
        for place in 0..<8 { again.values[place] *= 1.2 }
        window.columns.insert(again, at: 10)
        let watchdog = MachineWatchdog()
        let noisy = Set(times.series().map(\.id))
        let found = watchdog.shifts(in: window, changes: changes(times, 8), noisy: noisy, beside: [])
        #expect(found.map(\.commit) == ["c14"])
        for place in 0..<8 { window.columns[10].values[place] /= 1.2 }
        #expect(watchdog.shifts(in: window, changes: changes(times, 8), noisy: noisy, beside: []).isEmpty)
    }

    @Test func `fewer than three in ten, or moves both ways, are none`() {
        #expect(shifts(5, contexts: contexts("os", from: 14)).isEmpty)
        #expect(shifts(8, up: false, contexts: contexts("os", from: 14)).isEmpty)
    }
}
