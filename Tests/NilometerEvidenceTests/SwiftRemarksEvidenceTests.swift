import NilometerCore
import Testing

@testable import NilometerEvidence

@Suite struct SwiftRemarksEvidenceTests {
    private static func source(_ line: Int) throws -> String {
        let text = String(decoding: try EvidenceFixture.bytes("swift-remarks/main.swift.txt"), as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: false)[line - 1].trimmingPrefix { $0 == " " }
            .description
    }

    @Test func `records tell the line of a class instance and of a closure's box`() throws {
        let evidence = try EvidenceFixture.evidence("swift-remarks/orders.opt.yaml")
        #expect(evidence.kind == "swift-remarks")
        let sites = try #require(evidence.diagnostics).sites
        let instance = try #require(sites.first { $0.kind == .classInstance && $0.expression == "Order" })
        #expect(try Self.source(instance.place.line) == "Order(total: total)")
        #expect(instance.function == "Orders.Shop.open")
        #expect(instance.package == "Orders")
        let box = try #require(sites.first { $0.kind == .closureBox })
        #expect(try Self.source(box.place.line) == "var count = 0")
        #expect(box.place.column == 13)
        #expect(box.expression == "{ var Int }")
        #expect(box.function == "Orders.Shop.counter")
        let places = Set(sites.filter { $0.isHeap }.map(\.place.line))
        #expect(places == [9, 14, 28])
    }

    @Test func `remarks as text tell the same places as records`() throws {
        let text = try #require(try EvidenceFixture.evidence("swift-remarks/orders.remarks.txt").diagnostics)
        let record = try #require(try EvidenceFixture.evidence("swift-remarks/orders.opt.yaml").diagnostics)
        func keys(_ found: Diagnostics) -> [String] {
            found.sites.map { "\($0.place.line):\($0.place.column ?? 0) \($0.kind) \($0.expression)" }.sorted()
        }
        #expect(keys(text) == keys(record))
        #expect(!text.sites.isEmpty)
        #expect(
            text.inlinedCalls.contains { $0.callee == "Orders.Order.__allocating_init(total:)" && $0.place.line == 23 }
        )
        #expect(Set(text.inlinedCalls.map(\.callee)) == Set(record.inlinedCalls.map(\.callee)))
    }

    @Test func `a call that was not inlined has its cost, reason and declaration`() throws {
        let text = """
            --- !Missed
            Pass:            sil-inliner
            Name:            sil.Inline
            DebugLoc:        { File: shop.swift, Line: 8, Column: 3 }
            Function:        '$s4shop4sellyyF'
            Args:
              - String:          'Not profitable to inline function '
              - Callee:          '"shop.Item.price(for:)"'
                DebugLoc:        { File: '/a/very/long/folder, and another/shop.swift', 
                                   Line: 1, Column: 13 }
              - String:          ' (cost = '
              - Cost:            '22'
              - String:          ', benefit = '
              - Benefit:         '20'
              - String:          ')'
            ...

            """
        let evidence = try EvidenceKinds.evidence(from: EvidenceFile(name: "x", bytes: Array(text.utf8)))
        let decision = try #require(evidence.diagnostics?.inlining.first)
        #expect(decision.place == SourcePlace(file: "/a/very/long/folder, and another/shop.swift", line: 1, column: 13))
        #expect(decision.function == "shop.Item.price(for:)")
        #expect(decision.cost == 22)
        #expect(!decision.canInline)
        let reason = #"Not profitable to inline function "shop.Item.price(for:)" (cost = 22, benefit = 20)"#
        #expect(decision.reason == reason)
    }

    @Test func `what stays on the stack is not on the heap`() throws {
        let line = "a.swift:5:54: remark: stack allocated ref of type 'Node'\n"
        let evidence = try EvidenceKinds.evidence(from: EvidenceFile(name: "x", bytes: Array(line.utf8)))
        let site = try #require(evidence.diagnostics?.sites.first)
        #expect(site.kind == .onStack)
        #expect(!site.isHeap)
    }

    @Test(arguments: [
        ("$s1a4makeyAA4NodeCSgSiF", "a.make"), ("$s1a4NodeCyACSi_ACSgtcfC", "a.Node.init"),
        ("$s1a4NodeCfD", "a.Node.deinit"), ("$s1a7counterSiycyFSiycfU_", "closure in a.counter"), ("main", "main"),
        ("$sSaMa", "$sSaMa"), ("$s", "$s"), ("$s99999999999999999999a", "$s99999999999999999999a"),
        ("$s1a9", "$s1a9"),
    ])
    func `the readable part of a mangled name`(mangled: String, plain: String) {
        #expect(SwiftName(mangled).text == plain)
    }

    @Test func `damaged records are answered or refused, and a cut record is refused`() throws {
        let bytes = Array(try EvidenceFixture.bytes("swift-remarks/orders.opt.yaml").prefix(3000))
        let upload = Upload(name: "cut", bytes: bytes)
        #expect(throws: FormatError.self) { try SwiftRemarksEvidence().evidence(from: upload) }
        #expect(EvidenceFixture.damage(bytes, kind: SwiftRemarksEvidence()) > 2000)
        let text = Array(try EvidenceFixture.bytes("swift-remarks/orders.remarks.txt").prefix(2000))
        _ = EvidenceFixture.damage(text, kind: SwiftRemarksEvidence())
    }
}
