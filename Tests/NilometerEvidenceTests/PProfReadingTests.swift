import Foundation
import NilometerCore
import NilometerEvidence
import NilometerStatistics
import Testing

/// Profiles are read as `go tool pprof -raw` reads them, and damaged ones end in an error.
struct PProfReadingTests {
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures")

    @Test(arguments: ["pprof", "go-stacks"])
    func `sums per function are those that pprof reads`(folder: String) throws {
        try compare(Self.fixtures.appendingPathComponent(folder), with: folder)
    }

    @Test(.enabled(if: GoSample.isThere, "the sample history is not there"))
    func `sums per function of the whole sample are those that pprof reads`() throws {
        #expect(try compare(GoSample.root, with: "gosample") == 74)
    }

    @Test func `a profile cut at any byte is an error or evidence, with each value finite`() throws {
        let whole = try inflated("heap")
        for count in 0..<whole.count { check(Array(whole.prefix(count))) }
        let packed = try bytes(Self.fixtures.appendingPathComponent("pprof/heap.pprof"))
        for count in 0..<packed.count {
            #expect(throws: FormatError.self) {
                try EvidenceKinds.evidence(
                    from: EvidenceFile(kind: "pprof", name: "cut.pprof", bytes: Array(packed.prefix(count)))
                )
            }
        }
    }

    @Test(arguments: ["heap", "cpu"])
    func `random edits of a profile are an error or evidence`(name: String) throws {
        let whole = try inflated(name)
        var chance = SplitMix(seed: 20_261_125)
        for _ in 0..<3000 {
            var edited = whole
            for _ in 0...Int.random(in: 0..<8, using: &chance) {
                let place = Int.random(in: 0..<edited.count, using: &chance)
                switch Int.random(in: 0..<4, using: &chance) {
                case 0: edited[place] = UInt8.random(in: 0...255, using: &chance)
                case 1: edited[place] = 0xff
                case 2: edited.remove(at: place)
                default: edited.insert(UInt8.random(in: 0...255, using: &chance), at: place)
                }
            }
            check(edited)
        }
    }

    /// Reads bytes, which must not trap; what is read can be asked for its sums and stacks.
    private func check(_ bytes: [UInt8]) {
        do {
            let file = EvidenceFile(kind: "pprof", name: "damaged.pprof", bytes: bytes)
            guard let profile = try EvidenceKinds.evidence(from: file).profile else { return }
            #expect(!profile.weights.contains { !$0.isFinite })
            #expect(profile.weights.count == profile.nodes.count * profile.measures.count)
            for node in profile.nodes.indices { #expect(profile.nodes[node].parent < node) }
        } catch {
            #expect(!error.reason.isEmpty)
        }
    }

    @discardableResult private func compare(_ root: URL, with golden: String) throws -> Int {
        let text = try String(
            contentsOf: Self.fixtures.appendingPathComponent("pprof/\(golden).tsv"),
            encoding: .utf8
        )
        let rows = text.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        for row in rows {
            let file = EvidenceFile(name: row[0], bytes: try bytes(root.appendingPathComponent(row[0])))
            let profile = try #require(try EvidenceKinds.evidence(from: file).profile)
            let lines = sums(profile)
            #expect(String(lines.count) == row[1], "\(row[0])")
            #expect(hash(lines) == row[2], "\(row[0])")
        }
        return rows.count
    }

    /// The lines that the recorder hashes: each function with its own sums and those of all stacks that have it.
    private func sums(_ profile: StackProfile) -> [String] {
        let columns = profile.measures.count
        var flat: [String: [Double]] = [:]
        var whole: [String: [Double]] = [:]
        for node in profile.nodes.indices {
            let values = (0..<columns).map { profile.weight(of: node, column: $0) }
            let names = profile.stack(of: node).map(\.function)
            for name in Set(names) { add(values, to: &whole[name, default: Array(repeating: 0, count: columns)]) }
            if let leaf = names.first {
                add(values, to: &flat[leaf, default: Array(repeating: 0, count: columns)])
            }
        }
        return
            whole.map { name, values in
                ([name] + ((flat[name] ?? []) + values).map { String(Int64($0)) }).joined(separator: "\t")
            }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func add(_ values: [Double], to sums: inout [Double]) {
        for (column, value) in values.enumerated() { sums[column] += value }
    }

    private func hash(_ lines: [String]) -> String {
        var value: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in lines.map({ $0 + "\n" }).joined().utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private func bytes(_ file: URL) throws -> [UInt8] { Array(try Data(contentsOf: file)) }

    private func inflated(_ name: String) throws -> [UInt8] {
        let packed = try bytes(Self.fixtures.appendingPathComponent("pprof/\(name).pprof"))
        return try #require(try Inflate.gzip(packed, upTo: 1 << 24))
    }
}
