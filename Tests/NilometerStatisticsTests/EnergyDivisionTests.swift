import Foundation
import NilometerStatistics
import Testing

struct EnergyDivisionTests {
    @Test func `Otava's first candidates, and its changes by windows and a t test, are found again`() throws {
        for row in try Vectors().cases("e_divisive") {
            let name = try row.text("name")
            guard let values = try Self.values(row) else { continue }
            let first = try #require(EnergyDivision.best(of: values, in: values.indices))
            let candidate = try row.part("otava_first_candidate")
            #expect(Double(first.index) == (try candidate.number("index")), "\(name)")
            // The statistic grows with the values; a unit in its last place is more than 1e-9 for values in the ten thousands.
            let statistic = try candidate.number("qhat")
            #expect(agree(first.statistic, statistic, within: max(1e-9, 1e-14 * statistic)), "\(name)")
            let weak = WindowedDivision(values, level: 0.001, magnitude: 0)
            #expect(weak.changes.map(\.index) == (try row.integers("otava_default")), "\(name)")
            // The list of weak changes that Otava returns is the final one: it removes from it in place.
            #expect(weak.changes.map(\.index) == (try row.integers("otava_weak")), "\(name)")
            let large = WindowedDivision(values, level: 0.001, magnitude: 0.05)
            #expect(
                large.changes.map(\.index) == (try row.integers("otava_min_magnitude_0_05")),
                "\(name)"
            )
            for (own, expected) in zip(weak.changes, try row.parts("otava_stats")) {
                #expect(Double(own.index) == (try expected.number("index")))
                #expect(agree(own.p, try expected.number("p")))
                #expect(agree(own.before, try expected.number("mean_before")))
                #expect(agree(own.after, try expected.number("mean_after")))
            }
        }
    }

    // MongoDB's package shuffles with an old global generator, so that its places are compared as a set, and only printed.
    @Test func `the agreement with MongoDB's E-divisive is printed`() throws {
        var (both, ours, theirs, compared) = (0, 0, 0, 0)
        for row in try Vectors().cases("e_divisive") {
            guard let values = try Self.values(row), values.count <= 200 else { continue }
            var generator = SplitMix(seed: 1)
            let found = Set(EnergyDivision.boundaries(of: values, level: 0.01, using: &generator))
            let expected = Set(try row.integers("mongodb_p01_seed1234"))
            both += found.intersection(expected).count
            ours += found.subtracting(expected).count
            theirs += expected.subtracting(found).count
            compared += 1
        }
        print(
            "e_divisive.mongodb, \(compared) series: \(both) places in both, \(ours) only ours, \(theirs) only theirs"
        )
        #expect(compared >= 13)
    }

    @Test func `nothing is divided where nothing differs`() {
        #expect(EnergyDivision.best(of: [1], in: 0..<1) == nil)
        #expect(EnergyDivision.best(of: [1, 1, 1], in: 0..<3)?.statistic == 0)
        var generator = SplitMix(seed: 3)
        #expect(EnergyDivision.boundaries(of: [2, 2, 2, 2], using: &generator).isEmpty)
        #expect(EnergyDivision.boundaries(of: [], using: &generator).isEmpty)
    }

    /// The values of a series; nil, visibly, where they are another project's data that is not here.
    private static func values(_ row: Vectors.Case) throws -> [Double]? {
        guard !(row.fields["values"] is String) else {
            let shared = ProcessInfo.processInfo.environment["NILOMETER_SHARED"].map { URL(fileURLWithPath: $0) }
            let beside = Vectors.folder.deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appendingPathComponent("shared")
            let file = (shared ?? beside).appendingPathComponent("data/series/otava/tigerbeetle.json")
            guard let data = try? Data(contentsOf: file) else {
                print("skipped: \(try row.text("name")) of e_divisive, there is no \(file.path)")
                return nil
            }
            let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
            return try Vectors.Case(fields: object).numbers("values")
        }
        return try row.numbers("values")
    }
}
