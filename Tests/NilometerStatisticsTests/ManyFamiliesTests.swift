import NilometerStatistics
import Testing

struct ManyFamiliesTests {
    @Test(arguments: 0..<50)
    func `what is left out of a family counts as a p of 1`(seed: Int) {
        var generator = SplitMix(seed: UInt64(seed))
        let p = (0..<7).map { _ in Double.random(in: 0..<0.02, using: &generator) }
        let family = ManyFamilies.Family(p: p, count: 40)
        let padded = p + [Double](repeating: 1, count: 33)
        #expect(abs(family.simes - ManyTests.simes(padded)) < 1e-15)
        let adjusted = FalseDiscovery.benjaminiHochberg(padded)
        #expect(family.rejected(rate: 0.05) == padded.indices.filter { adjusted[$0] <= 0.05 })
    }

    @Test func `one strong p stands alone, weaker ones support one another`() {
        let lone = ManyFamilies.Family(p: [1e-5], count: 100)
        let weak = ManyFamilies.Family(p: [4e-4], count: 100)
        let many = ManyFamilies.Family(p: [Double](repeating: 4e-4, count: 20), count: 100)
        #expect(ManyFamilies.standing([lone, weak, many], chance: 0.01, rate: 0.05) == [[0], [], Array(0..<20)])
        #expect(ManyFamilies.standing([], chance: 0.01, rate: 0.05).isEmpty)
    }

    @Test func `where nothing is true a family is chosen no oftener than said`() {
        var generator = SplitMix(seed: 8)
        let chosen = (0..<4_000).count { _ in
            let families = (0..<5).map { _ in
                let p = (0..<30).map { _ in Double.random(in: 0..<1, using: &generator) }
                return ManyFamilies.Family(p: p, count: 30)
            }
            return ManyFamilies.standing(families, chance: 0.05, rate: 0.05) != [[], [], [], [], []]
        }
        // 200 are expected; three standard deviations are 41.
        #expect(chosen <= 241, "\(chosen)")
    }
}
