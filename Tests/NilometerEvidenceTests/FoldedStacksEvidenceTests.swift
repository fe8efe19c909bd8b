import NilometerCore
import Testing

@testable import NilometerEvidence

@Suite struct FoldedStacksEvidenceTests {
    @Test func `stacks that heaptrack folded are recognised and have the program's own counts`() throws {
        let evidence = try EvidenceFixture.evidence("folded-stacks/heaptrack.allocations.folded")
        #expect(evidence.kind == "folded-stacks")
        #expect(evidence.warnings.isEmpty)
        let profile = try #require(evidence.profile)
        let objects = try #require(profile.column(of: .objects))
        #expect(profile.total(column: objects) == 202)
        let title = try #require(
            profile.nodes.indices.first { profile.stack(of: $0).first?.function == "copy_title" }
        )
        #expect(profile.weight(of: title, column: objects) == 100)
        #expect(profile.stack(of: title).map(\.function) == ["copy_title", "make_book", "main"])
        #expect(profile.stack(of: title).allSatisfy { $0.file == "books.c" && $0.line == 0 })
    }

    @Test func `what is counted is told by the file's name`() throws {
        func quantity(_ name: String) throws -> StackMeasure.Quantity? {
            try EvidenceKinds.evidence(from: EvidenceFile(name: name, bytes: Array("a;b 3\n".utf8))).profile?.measures
                .first?.quantity
        }
        #expect(try quantity("out/run.bytes.folded") == .bytes)
        #expect(try quantity("run.objects.folded") == .objects)
        #expect(try quantity("bytes/run.folded") == .other)
    }

    @Test(arguments: [
        ("main", StackFrame(function: "main")),
        ("work (app/job.py:12)", StackFrame(function: "work", file: "app/job.py", line: 12)),
        ("work app/job.py:12", StackFrame(function: "work", file: "app/job.py", line: 12)),
        ("std::map<int, char>::f(int)_[i]", StackFrame(function: "std::map<int, char>::f(int)", isInlined: true)),
        ("do_syscall_64_[k]", StackFrame(function: "do_syscall_64")),
        ("f (a, b)", StackFrame(function: "f (a, b)")),
    ])
    func `a frame has its file and line where they are printed`(text: String, frame: StackFrame) {
        #expect(FoldedLine.frame(text[...]) == frame)
    }

    @Test(arguments: [
        "name;mean;count\nx; 12; 4\n", "a b 12\n", "a;b\n", "a;;b 3\n", "a;b -3\n", "a;b 3.5\n", "hello; world 3\n", "",
    ])
    func `other texts are not recognised`(text: String) {
        #expect(!FoldedStacksEvidence().recognises(Upload(name: "x", bytes: Array(text.utf8))))
    }

    @Test func `bad lines among stacks are told`() throws {
        let upload = Upload(name: "x", bytes: Array("a;b 3\nnoise\na;c 4\n".utf8))
        let evidence = try FoldedStacksEvidence().evidence(from: upload)
        #expect(evidence.profile?.total(column: 0) == 7)
        #expect(evidence.warnings.count == 1)
    }

    @Test func `damaged stacks are answered or refused`() throws {
        let bytes = try EvidenceFixture.bytes("folded-stacks/heaptrack.allocations.folded")
        #expect(EvidenceFixture.damage(bytes, kind: FoldedStacksEvidence()) > 0)
        let semicolons = Array(repeating: UInt8(ascii: ";"), count: 300_000) + Array(" 3\n".utf8)
        #expect(throws: FormatError.self) {
            try FoldedStacksEvidence().evidence(from: Upload(name: "x", bytes: semicolons))
        }
    }
}
