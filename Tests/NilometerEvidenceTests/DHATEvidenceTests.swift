import NilometerCore
import Testing

@testable import NilometerEvidence

@Suite struct DHATEvidenceTests {
    @Test func `a recorded profile of valgrind is recognised and has the program's own totals`() throws {
        let evidence = try EvidenceFixture.evidence("dhat/valgrind.json")
        #expect(evidence.kind == "dhat")
        let profile = try #require(evidence.profile)
        // 100 books of 16 bytes, 100 titles of 10 bytes, one shelf of 800 bytes.
        let objects = try #require(profile.column(of: .objects))
        let bytes = try #require(profile.column(of: .bytes))
        #expect(profile.total(column: objects) == 201)
        #expect(profile.total(column: bytes) == 1600 + 1000 + 800)
        #expect(profile.measures.indices.map { profile.total(column: $0) } == [201, 3400, 100, 1300])
        #expect(!profile.isSampled)
        let title = try #require(profile.nodes.indices.first { profile.weight(of: $0, column: bytes) == 1000 })
        #expect(
            profile.stack(of: title) == [
                StackFrame(function: "malloc"),
                StackFrame(function: "copy_title", file: "books.c", line: 8),
                StackFrame(function: "make_book", file: "books.c", line: 17),
                StackFrame(function: "main", file: "books.c", line: 25),
            ]
        )
    }

    @Test(arguments: [
        (
            "0x10C1E9: alloc::raw_vec::RawVec<T>::grow (alloc/src/raw_vec.rs:185:15)",
            StackFrame(function: "alloc::raw_vec::RawVec<T>::grow", file: "alloc/src/raw_vec.rs", line: 185)
        ),
        ("0x1: f(int, char) (a b.cc:3)", StackFrame(function: "f(int, char)", file: "a b.cc", line: 3)),
        ("0x1: f(int) (in /usr/lib/x.so)", StackFrame(function: "f(int)")),
        ("0x2: ???", StackFrame(function: "0x2")),
        ("0x3: operator() (int)", StackFrame(function: "operator() (int)")),
        ("", StackFrame(function: "")),
    ])
    func `a frame is split into function, file and line`(text: String, frame: StackFrame) {
        #expect(DHATReader.frame(text) == frame)
    }

    @Test func `profiles that count no allocations are refused`() throws {
        let text = #"{"dhatFileVersion":2,"mode":"copy","pps":[],"ftbl":["[root]"]}"#
        let upload = Upload(name: "copies", bytes: Array(text.utf8))
        #expect(DHATEvidence().recognises(upload))
        #expect {
            try DHATEvidence().evidence(from: upload)
        } throws: {
            ($0 as? FormatError)?.reason.contains("counts no allocations") == true
        }
    }

    @Test func `a stack that refers beyond the table is refused`() throws {
        let text = #"{"dhatFileVersion":2,"mode":"heap","pps":[{"tb":1,"tbk":1,"fs":[1e300]}],"ftbl":["[root]"]}"#
        let upload = Upload(name: "bad", bytes: Array(text.utf8))
        #expect(throws: FormatError.self) { try DHATEvidence().evidence(from: upload) }
    }

    @Test func `damaged profiles are answered or refused, and every cut one is refused`() throws {
        let bytes = try EvidenceFixture.bytes("dhat/valgrind.json")
        let end = try #require(bytes.lastIndex(of: UInt8(ascii: "}")))
        for length in 0..<end {
            let upload = Upload(name: "cut", bytes: Array(bytes.prefix(length)))
            #expect(throws: FormatError.self) { try DHATEvidence().evidence(from: upload) }
        }
        #expect(EvidenceFixture.damage(bytes, kind: DHATEvidence()) >= end)
    }
}
