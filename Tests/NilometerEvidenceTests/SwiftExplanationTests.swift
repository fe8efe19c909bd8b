import NilometerCore
import Testing

@testable import NilometerEvidence

@Suite struct SwiftExplanationTests {
    /// A struct became a class, and a constant that a closure captures became a variable.
    private static func explanation(metric: String) throws -> Explanation {
        let before = EvidenceSide(
            files: [EvidenceFile(name: "before.yaml", bytes: try EvidenceFixture.bytes("swift-pair/before.opt.yaml"))]
        )
        let after = EvidenceSide(
            files: [
                EvidenceFile(name: "after.yaml", bytes: try EvidenceFixture.bytes("swift-remarks/orders.opt.yaml")),
                EvidenceFile(name: "change.diff", bytes: try EvidenceFixture.bytes("swift-pair/change.diff")),
            ]
        )
        let key = SeriesKey(benchmark: "Shop", parameters: [:], metric: metric)
        let moved = MovedReading(key: key, unit: "count", before: 0, after: 2)
        return try #require(EvidenceExplainer().explanations(of: [moved], before: before, after: after).first)
    }

    @Test(arguments: ["mallocCountTotal", "allocs/op"])
    func `a struct that became a class and a box of a closure are told with their lines`(metric: String) throws {
        let explanation = try Self.explanation(metric: metric)
        #expect(explanation.evidence.contains("swift-remarks"))
        #expect(Set(explanation.sites.map(\.place.line)) == [9, 14])
        let instance = try #require(explanation.sites.first { $0.place.line == 9 })
        #expect(instance.place.file == "main.swift")
        #expect(instance.pattern == .classInstance)
        #expect(instance.function == "Orders.Shop.open")
        #expect(instance.reason == "heap allocated ref of type 'Order'")
        let box = try #require(explanation.sites.first { $0.place.line == 14 })
        #expect(box.pattern == .closureContext)
        #expect(box.reason == "heap allocated box of type '{ var Int }'")
        // No profile says what they cost, so neither is sure.
        #expect(explanation.sites.allSatisfy { $0.confidence < 0.5 && $0.share == nil })
    }
}
