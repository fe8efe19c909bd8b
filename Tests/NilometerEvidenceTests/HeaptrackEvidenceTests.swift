import NilometerCore
import Testing

@testable import NilometerEvidence

@Suite struct HeaptrackEvidenceTests {
    @Test func `a recorded text is recognised and has the program's own counts and stacks`() throws {
        let evidence = try EvidenceFixture.evidence("heaptrack/books.txt")
        #expect(evidence.kind == "heaptrack")
        #expect(evidence.warnings.isEmpty)
        let profile = try #require(evidence.profile)
        #expect(profile.column(of: .objects) == 0)
        #expect(profile.column(of: .bytes) == nil)
        // 100 books, 100 titles, the shelf, and one allocation of the C++ library.
        #expect(profile.total(column: 0) == 202)
        let title = try #require(profile.nodes.indices.first { profile.stack(of: $0).first?.function == "copy_title" })
        #expect(profile.weight(of: title, column: 0) == 100)
        #expect(
            profile.stack(of: title) == [
                StackFrame(function: "copy_title", file: "/src/books.c", line: 8),
                StackFrame(function: "make_book", file: "/src/books.c", line: 17),
                StackFrame(function: "main", file: "/src/books.c", line: 25),
            ]
        )
    }

    @Test func `calls that no stack explains stay with the site, and missing sites are told`() throws {
        let text = """
            MOST CALLS TO ALLOCATION FUNCTIONS
            10 calls to allocation functions with 1.00K peak consumption from
            make
              at a.c:3
            6 calls with 1.00K peak consumption from:
                one
                  at a.c:9
              and 4 from 2 other places

            total runtime: 0.00s.
            calls to allocation functions: 15 (15/s)

            """
        let evidence = try EvidenceKinds.evidence(from: EvidenceFile(name: "x", bytes: Array(text.utf8)))
        let profile = try #require(evidence.profile)
        #expect(profile.total(column: 0) == 10)
        let weights = profile.nodes.indices.map { profile.stack(of: $0).map(\.function) }
        #expect(Set(weights) == [["one"], ["make", "one"], ["make"]])
        #expect(evidence.warnings.count == 1)
    }

    @Test func `damaged texts are answered or refused, and a text without its summary is refused`() throws {
        let bytes = try EvidenceFixture.bytes("heaptrack/books.txt")
        let upload = Upload(name: "cut", bytes: Array(bytes.prefix(bytes.count - 250)))
        #expect(throws: FormatError.self) { try HeaptrackEvidence().evidence(from: upload) }
        #expect(EvidenceFixture.damage(bytes, kind: HeaptrackEvidence()) > 2500)
    }
}
