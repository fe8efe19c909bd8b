import NilometerStatistics
import Testing

struct GroupedRankSumTests {
    @Test(arguments: 0..<20)
    func `the tail of a tied rank sum is that of all choices`(seed: Int) throws {
        var generator = SplitMix(seed: UInt64(seed))
        let values = (0..<12).map { _ in Double([0, 0, 0, 0, 1, 2].randomElement(using: &generator) ?? 0) }
        let ranks = Ranks(of: values)
        let size = 1 + seed % 6
        let own = ranks.doubled[..<size].reduce(0, +)
        let distance = abs(own - size * 13)
        var (far, all) = (0, 0)
        for mask in 0..<4096 where mask.nonzeroBitCount == size {
            let sum = ranks.doubled.indices.reduce(0) { mask & (1 << $1) != 0 ? $0 + ranks.doubled[$1] : $0 }
            all += 1
            if abs(sum - size * 13) >= distance { far += 1 }
        }
        let share = try #require(GroupedRankSum(of: ranks).beyond(own, choosing: size))
        #expect(agree(share, Double(far) / Double(all), within: 1e-12))
    }

    @Test func `too many ways are not gone through`() {
        let ranks = Ranks(of: (0..<40).map(Double.init))
        #expect(GroupedRankSum(of: ranks).beyond(400, choosing: 20) == nil)
        #expect(GroupedRankSum(of: Ranks(of: [])).beyond(0, choosing: 1) == nil)
    }
}
