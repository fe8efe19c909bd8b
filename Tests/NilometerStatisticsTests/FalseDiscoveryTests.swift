import NilometerStatistics
import Testing

struct FalseDiscoveryTests {
    @Test func `adjusted p agree with scipy's`() throws {
        for row in try Vectors().cases("fdr") {
            let adjusted = FalseDiscovery.benjaminiHochberg(try row.numbers("p"))
            for (own, expected) in zip(adjusted, try row.numbers("bh")) { #expect(agree(own, expected)) }
        }
    }

    @Test func `no test gives no p, and one test keeps its p`() {
        #expect(FalseDiscovery.benjaminiHochberg([]).isEmpty)
        #expect(FalseDiscovery.benjaminiHochberg([0.03]) == [0.03])
    }
}
