import NilometerStatistics
import Testing

struct ManyTestsTests {
    @Test func `corrections for many tests agree with scipy`() throws {
        for row in try Vectors().cases("fdr") {
            let p = try row.numbers("p")
            #expect(zip(FalseDiscovery.benjaminiHochberg(p), try row.numbers("bh")).allSatisfy { agree($0, $1) })
            if row.has("by") {
                #expect(zip(ManyTests.benjaminiYekutieli(p), try row.numbers("by")).allSatisfy { agree($0, $1) })
                #expect(zip(ManyTests.holm(p), try row.numbers("holm")).allSatisfy { agree($0, $1) })
                let rejected = FalseDiscovery.benjaminiHochberg(p).indices.filter {
                    FalseDiscovery.benjaminiHochberg(p)[$0] <= 0.05
                }
                #expect(rejected.map(Double.init) == (try row.numbers("rejected_bh_0_05")))
            }
        }
    }

    // 5·.01/1, 5·.02/2, 5·.03/3, 5·.04/4, 5·1/5
    @Test func `Simes takes the least of m p over rank`() {
        #expect(agree(ManyTests.simes([0.04, 0.01, 0.03, 1, 0.02]), 0.05))
        #expect(ManyTests.simes([]) == 1)
    }

    @Test func `e-values are half of one over the root of p, and the largest are rejected`() {
        #expect(agree(EValues.value(ofP: 1e-8), 5000))
        #expect(agree(EValues.value(ofP: 0.01, power: 0.25), 0.25 * 31.622776601683793))
        #expect(EValues.value(ofP: 0) == .infinity)
        // m/(k·q) = 5/(1·.05) = 100, then 50, 33.3
        #expect(EValues.rejected([20, 60, 1, 55, 0], rate: 0.05) == [1, 3])
        #expect(EValues.rejected([20, 60, 1, 5, 0], rate: 0.05) == [])
    }

    @Test func `Simes and the choice by e-values agree with their definitions`() throws {
        for row in try Vectors("more_vectors").cases("simes") {
            #expect(agree(ManyTests.simes(try row.numbers("p")), try row.number("simes")))
        }
        for row in try Vectors("more_vectors").cases("e_benjamini_hochberg") {
            let own = try row.numbers("p").map { EValues.value(ofP: $0) }
            #expect(zip(own, try row.numbers("e")).allSatisfy { agree($0 / $1, 1) })
            let rejected = EValues.rejected(own, rate: try row.number("rate"))
            #expect(rejected.map(Double.init) == (try row.numbers("rejected")))
        }
    }
}
