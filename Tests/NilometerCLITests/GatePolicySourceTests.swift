import ArgumentParser
import NilometerCore
import Testing

@testable import nilometer

struct GatePolicySourceTests {
    private static let strict = GatePolicy(failsOn: [.regressed, .missing], requiresConclusive: true)
    private static let advisory = GatePolicy(isAdvisory: true)

    @Test func `a change does not let itself pass`() {
        let (policy, notice) = GatePolicySource.chosen(stored: Self.strict, own: Self.advisory, isChange: true)
        #expect(policy == Self.strict && notice != nil)
        let (usual, told) = GatePolicySource.chosen(stored: nil, own: Self.advisory, isChange: true)
        #expect(usual == GatePolicy() && told != nil)
    }

    @Test func `what does not differ is not told`() {
        #expect(GatePolicySource.chosen(stored: Self.strict, own: Self.strict, isChange: true).notice == nil)
        #expect(GatePolicySource.chosen(stored: Self.strict, own: nil, isChange: true).notice == nil)
    }

    @Test func `outside of a change the file here holds where the server keeps none`() {
        #expect(GatePolicySource.chosen(stored: nil, own: Self.advisory, isChange: false).policy == Self.advisory)
        #expect(GatePolicySource.chosen(stored: nil, own: nil, isChange: false).policy == GatePolicy())
        #expect(GatePolicySource.chosen(stored: Self.strict, own: Self.advisory, isChange: false).policy == Self.strict)
    }

    @Test func `flags make a policy stricter or advisory, and never weaker`() throws {
        let flags = try GateOptions.parse(["--require-conclusive", "--advisory"])
        #expect(flags.policy(declared: GatePolicy()) == GatePolicy(requiresConclusive: true, isAdvisory: true))
        #expect(try GateOptions.parse([]).policy(declared: Self.strict) == Self.strict)
    }

    @Test(arguments: [["--always-comment"], ["--summary", "maybe"]])
    func `flags that mean nothing are refused`(flags: [String]) {
        #expect(throws: (any Error).self) { try GateOptions.parse(flags) }
    }
}
