import NilometerCore
import Testing

@testable import NilometerEvidence

@Suite struct MemrayEvidenceTests {
    @Test func `recorded statistics are recognised, and their totals are those of the run`() throws {
        let evidence = try EvidenceFixture.evidence("memray/shelf.json")
        #expect(evidence.kind == "memray")
        let profile = try #require(evidence.profile)
        #expect(profile.measures.map(\.quantity) == [.objects, .bytes])
        #expect(profile.total(column: 0) == 137)
        #expect(profile.total(column: 1) == 1_401_807)
        let shelf = StackFrame(function: "<listcomp>", file: "shelf.py", line: 9)
        let place = try #require(profile.nodes.indices.first { profile.stack(of: $0) == [shelf] })
        #expect(profile.weight(of: place, column: 0) == 25)
        #expect(profile.weight(of: place, column: 1) == 131_616)
        #expect(evidence.warnings.count == 1)
    }

    @Test(arguments: [
        ("f:/a/b.py:7", StackFrame(function: "f", file: "/a/b.py", line: 7)),
        ("load:<frozen runpy>:2", StackFrame(function: "load:<frozen runpy>")),
        ("<stack trace unavailable>", StackFrame(function: "<stack trace unavailable>")),
        ("::", StackFrame(function: "::")),
    ])
    func `a place is split into function, file and line`(text: String, frame: StackFrame) {
        #expect(MemrayReader.frame(text[...]) == frame)
    }

    @Test func `damaged statistics are answered or refused, and every cut one is refused`() throws {
        let bytes = try EvidenceFixture.bytes("memray/shelf.json")
        let end = try #require(bytes.lastIndex(of: UInt8(ascii: "}")))
        #expect(EvidenceFixture.damage(bytes, kind: MemrayEvidence()) >= end)
    }
}
