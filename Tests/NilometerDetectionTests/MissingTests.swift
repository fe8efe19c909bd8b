import Foundation
import NilometerCore
import NilometerDetection
import Testing

struct MissingTests {
    /// Ten benchmarks over so many runs; the first two are absent at some.
    private func watched(_ runs: Int, absentAt: Set<Int>) -> Watched {
        Watched(values: (0..<10).map { place in (0..<runs).map { place < 2 && absentAt.contains($0) ? .nan : 4 } })
    }

    private func missing(_ watched: Watched, commits: [String]? = nil) -> [Sighting] {
        MachineWatchdog().sightings(in: Watched.window([watched], commits: commits))
    }

    @Test func `benchmarks absent from three commits are one sighting at the first of them`() throws {
        let found = missing(watched(15, absentAt: [12, 13, 14]))
        #expect(found.map(\.kind) == [.missing])
        #expect(found.map(\.commit) == ["c12"])
        #expect(found.map(\.fromCommit) == ["c11"])
        #expect(found.map(\.series) == [Watched().ids(0..<2)])
        #expect(found.map(\.sentence) == ["2 benchmarks of “m” have not reported since c12: B0, B1."])
    }

    @Test func `two commits are too few, a return ends it, and rare benchmarks are never missed`() {
        #expect(missing(watched(15, absentAt: [13, 14])).isEmpty)
        #expect(missing(watched(16, absentAt: [12, 13, 14])).isEmpty)
        #expect(missing(watched(15, absentAt: [1, 4, 7, 12, 13, 14])).isEmpty)
        #expect(missing(watched(12, absentAt: [9, 10, 11])).isEmpty)
    }

    @Test func `runs of one commit count once`() {
        let commits = (0..<12).map { "c\($0)" } + ["c12", "c12", "c12"]
        #expect(missing(watched(15, absentAt: [12, 13, 14]), commits: commits).isEmpty)
    }

    @Test func `what another job measures is not missing`() {
        var window = Watched.window([watched(15, absentAt: [12, 13, 14])])
        window.columns[13].job = "other"
        window.columns[13].values = window.columns[0].values
        window.columns.append(window.columns[14])
        #expect(MachineWatchdog().sightings(in: window).isEmpty)
    }

    /// Arrivals so many hours before now.
    private func arrivals(_ machine: String, hoursAgo: [Double]) -> MachineArrivals {
        MachineArrivals(
            machine: machine,
            commit: "last of " + machine,
            times: hoursAgo.map { Watched.time.addingTimeInterval(-3600 * $0) }
        )
    }

    private func silent(_ all: [MachineArrivals]) -> [String] {
        MachineWatchdog().silences(among: all, now: Watched.time).map {
            "\($0.machine) \($0.commit) \($0.series.count)"
        }
    }

    @Test func `a machine that says nothing for five of its gaps is silent, if others report`() {
        let nightly = arrivals("n", hoursAgo: (0..<10).map { 24 * Double($0) + 130 })
        let busy = arrivals("b", hoursAgo: (0..<30).map(Double.init))
        #expect(silent([busy, nightly]) == ["n last of n 0"])
        #expect(silent([nightly]).isEmpty)
        #expect(silent([busy, arrivals("n", hoursAgo: (0..<10).map { 24 * Double($0) + 110 })]).isEmpty)
        #expect(silent([busy, arrivals("h", hoursAgo: (0..<30).map { Double($0) + 49 })]) == ["h last of h 0"])
        #expect(silent([busy, arrivals("h", hoursAgo: (0..<30).map { Double($0) + 47 })]).isEmpty)
    }

    @Test func `an import in one go says nothing of how often a machine reports`() {
        let busy = arrivals("b", hoursAgo: (0..<30).map(Double.init))
        #expect(silent([busy, arrivals("i", hoursAgo: (0..<60).map { 900 + Double($0) / 3600 })]).isEmpty)
    }
}
