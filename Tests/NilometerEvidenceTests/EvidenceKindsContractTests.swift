import Foundation
import NilometerCore
import Testing

@testable import NilometerEvidence

@Suite struct EvidenceKindsContractTests {
    /// The folders of fixtures that are named by the kind that reads them.
    private static let kinds = EvidenceKinds.all.map(\.id)

    private static func fixtures(of kind: String) throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "Fixtures/\(kind)"
        )
        guard FileManager.default.fileExists(atPath: root.path) else { return [] }
        // What stands beside a fixture to check it, such as the source it was made of or the sums of it, has another ending.
        return try FileManager.default.contentsOfDirectory(atPath: root.path).sorted().filter {
            !$0.hasSuffix(".swift.txt") && !$0.hasSuffix(".c") && !$0.hasSuffix(".tsv")
        }
    }

    @Test func `ids are distinct`() {
        #expect(Set(Self.kinds).count == Self.kinds.count)
    }

    @Test(arguments: EvidenceKinds.all.map(\.id))
    func `each fixture is recognised by exactly the kind that its folder is named by`(kind: String) throws {
        let names = try Self.fixtures(of: kind)
        // The samples of these stand in folders by case, and have tests of their own.
        let isElsewhere = ["git-diff", "pprof", "go-diagnostics", "go-escape"].contains(kind)
        #expect(isElsewhere || !names.isEmpty)
        for name in names {
            let bytes = try EvidenceFixture.bytes("\(kind)/\(name)")
            let isPacked = bytes.starts(with: [0x1f, 0x8b])
            let upload = Upload(name: name, bytes: isPacked ? try Inflate.gzip(bytes, limit: 1 << 26) : bytes)
            let found = EvidenceKinds.all.filter { $0.recognises(upload) }.map(\.id)
            #expect(found == [kind], "\(kind)/\(name)")
        }
    }

    @Test(arguments: EvidenceKinds.all.map(\.id))
    func `nothing and noise are of no kind, and refused`(id: String) throws {
        let kind = try #require(EvidenceKinds.kind(id: id))
        for text in ["", "\n", "{", "[", "{}", "noise\n", "\u{0}\u{1}", String(repeating: "[", count: 10_000)] {
            let upload = Upload(name: "x", bytes: Array(text.utf8))
            #expect(!kind.recognises(upload), "\(id) takes “\(text.prefix(10))”")
            // Nothing is what git prints of two revisions that do not differ.
            if id == "git-diff", text.isEmpty || text == "\n" { continue }
            #expect(throws: FormatError.self) { try kind.evidence(from: upload) }
        }
    }

    @Test func `outputs of benchmarks are no evidence of the kinds for stacks and remarks`() throws {
        let root = GoSample.root.deletingLastPathComponent().appendingPathComponent("formats")
        guard FileManager.default.fileExists(atPath: root.path) else {
            print("skipped: the collection of benchmark outputs is not here; set NILOMETER_SHARED")
            return
        }
        var count = 0
        for name in try FileManager.default.subpathsOfDirectory(atPath: root.path).sorted() {
            let file = root.appendingPathComponent(name)
            guard let bytes = try? Data(contentsOf: file) else { continue }
            count += 1
            let upload = Upload(name: name, bytes: Array(bytes))
            let found = EvidenceKinds.all.filter { $0.recognises(upload) }.map(\.id)
            #expect(found.isEmpty, "\(name) is taken as \(found)")
        }
        #expect(count > 100)
    }
}
