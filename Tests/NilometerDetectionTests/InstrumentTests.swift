import NilometerCore
import NilometerDetection
import Testing

struct InstrumentTests {
    private func sightings(_ all: [Watched], commits: [String]? = nil) -> [Sighting] {
        MachineWatchdog().sightings(in: Watched.window(all, commits: commits))
    }

    /// Counts of ten benchmarks over twelve runs; those below `struck` are multiplied at some runs.
    private func counts(_ struck: Int, at runs: Range<Int>, by factor: Double) -> Watched {
        Watched(
            values: (0..<10).map { place in
                (0..<12).map { Double(100 + place) * (place < struck && runs.contains($0) ? factor : 1) }
            }
        )
    }

    @Test func `five series that fall to zero at one commit are one sighting, four are none`() throws {
        let found = sightings([counts(5, at: 8..<12, by: 0)])
        #expect(found.map(\.kind) == [.instrument])
        let one = try #require(found.first)
        #expect(one.commit == "c8" && one.fromCommit == "c7" && one.backAt == nil && one.metric == "allocs/op")
        #expect(one.series == Watched().ids(0..<5))
        #expect(one.sentence == "5 of the 10 series of “allocs/op” on “m” fell to 0 at c8: B0, B1, B2 and 2 more.")
        #expect(sightings([counts(4, at: 8..<12, by: 0)]).isEmpty)
    }

    @Test func `a sighting is over when the values come back, and their return is none`() {
        for factor in [0, 1000, 1 / 1024.0] {
            #expect(sightings([counts(9, at: 5..<8, by: factor)]).map(\.backAt) == ["c8"], "\(factor)")
        }
    }

    @Test(arguments: [1e3, 1024, 1e6, 1e-3, 1e-6, 1 / 1024.0])
    func `a large power that many series share is another unit`(factor: Double) {
        let found = sightings([counts(6, at: 9..<12, by: factor)])
        #expect(found.map(\.commit) == ["c9"])
        #expect(sightings([counts(6, at: 9..<12, by: factor * 1.2)]).isEmpty)
    }

    @Test func `fewer than three in ten are no sighting`() {
        let values = (0..<20).map { place in (0..<6).map { place < 5 && $0 > 3 ? 0.0 : 7 } }
        #expect(sightings([Watched(values: values)]).isEmpty)
    }

    @Test func `a metric that is gone while its benchmarks report is a sighting, a run of some benchmarks is none`() {
        let times = Watched.times(8, runs: 10)
        let gone = Watched(values: (0..<8).map { place in (0..<10).map { $0 >= 6 ? .nan : Double(5 + place) } })
        let found = sightings([times, gone])
        #expect(found.map(\.commit) == ["c6"])
        #expect(found.map(\.metric) == ["allocs/op"])
        var part = [times, gone]
        for run in 6..<10 { for place in 0..<8 { part[0].values[place][run] = .nan } }
        #expect(sightings(part).isEmpty)
    }

    @Test func `times that no longer vary are seen at the third equal run, where the first was`() {
        var times = Watched.times(6, runs: 12)
        for place in 0..<6 { times.values[place][10] = times.values[place][9] }
        #expect(sightings([times]).isEmpty)
        for place in 0..<6 { times.values[place][11] = times.values[place][9] }
        #expect(sightings([times]).map(\.commit) == ["c9"])
        times.isExact = true
        #expect(sightings([times]).isEmpty)
    }

    @Test(arguments: [1e7, 1e6])
    func `times that become multiples of whole milliseconds are another clock`(quantum: Double) {
        var times = Watched.times(7, runs: 12, level: 4e7)
        for place in 0..<7 {
            for run in 9..<12 { times.values[place][run] = (times.values[place][run] / quantum).rounded() * quantum }
        }
        #expect(sightings([times]).map(\.commit) == ["c9"])
        for place in 0..<7 {
            for run in 0..<9 { times.values[place][run] = (times.values[place][run] / quantum).rounded() * quantum }
        }
        #expect(sightings([times]).isEmpty)
    }

    @Test func `an impossible pair is seen where counters do not truncate`() {
        func pair(_ count: String, _ bytes: String, _ fraction: Double) -> [Watched] {
            [
                Watched(metric: count, values: [[3 + fraction, 3, 0, 3], [1, 1, 1, 1]]),
                Watched(metric: bytes, unit: "B", isExact: false, values: [[96.25, 96, 96, 96], [8, 8, 8, 8]]),
            ]
        }
        let found = sightings(pair("mallocCountTotal", "mallocBytesCount", 0))
        #expect(found.map(\.commit) == ["c2"])
        #expect(found.map(\.backAt) == ["c3"])
        #expect(sightings(pair("allocs/op", "B/op", 0.25)).map(\.commit) == ["c2"])
        #expect(sightings(pair("allocs/op", "B/op", 0)).isEmpty)
    }

    @Test(arguments: 0..<40)
    func `noise, ordinary steps and flickering counts are no sighting`(seed: Int) {
        var times = Watched.times(12, runs: 32, seed: seed)
        for place in 0..<12 { for run in 16..<32 { times.values[place][run] *= place % 2 == 0 ? 2.3 : 0.4 } }
        let counts = Watched(
            values: (0..<12).map { place in (0..<32).map { Double((place * 7 + $0 * seed) % 3) } }
        )
        #expect(sightings([times, counts]).isEmpty)
    }

    @Test func `nothing is seen in nothing`() {
        #expect(sightings([]).isEmpty)
        #expect(sightings([Watched(values: [[1], [2]])]).isEmpty)
    }
}
