import Foundation
import NilometerCore
import NilometerEvidence
import Testing

/// Stacks of two commits are matched although their names, depths and inlining differ.
struct StackAlignmentTests {
    /// What a pair of go-stacks says of itself.
    struct Truth: Decodable {
        struct Names: Decodable {
            var old: String
            var new: String
        }
        var maps: [Names]
    }

    private static let pairs = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures/go-stacks")

    static var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: pairs.path)) ?? []).filter { !$0.contains(".") }.sorted()
    }

    @Test func `there are eleven recorded pairs`() { #expect(Self.names.count == 11) }

    @Test(arguments: names, ["alloc_objects", "alloc_space"])
    func `of a recorded refactor less than 2 percent is left, and functions are matched as in truth`(
        name: String,
        measure: String
    ) throws {
        let folder = Self.pairs.appendingPathComponent(name)
        let old = try profile(folder.appendingPathComponent("old.pprof"))
        let new = try profile(folder.appendingPathComponent("new.pprof"))
        var aligner = StackAligner()
        let found = aligner.alignment(
            of: old,
            column: try column(measure, of: old),
            with: new,
            column: try column(measure, of: new)
        ) { $0.contains { $0.function.hasPrefix("example.com/") } }
        #expect(found.unmatched < 0.02)
        conserves(found)
        let truth = try JSONDecoder()
            .decode(Truth.self, from: try Data(contentsOf: folder.appendingPathComponent("truth.json")))
        for names in truth.maps where !names.old.isEmpty && !names.new.isEmpty {
            let old = settled(names.old)
            let new = settled(names.new)
            let from = found.matches.filter { found.before[$0.before].contains(old) }
            let right = from.filter { found.after[$0.after].contains(new) }
            let weight = from.reduce(0) { $0 + $1.weight }
            #expect(weight > 0, "\(old)")
            #expect(right.reduce(0) { $0 + $1.weight } >= 0.98 * weight, "\(old) is not matched with \(new)")
        }
    }

    @Test(.enabled(if: GoSample.isThere, "the sample history is not there"))
    func `between neutral commits of the sample less than 2 percent is left`() throws {
        let neutral = try GoSample.folders().filter { Int($0.prefix(2)).map { $0 % 2 == 0 } ?? false }
        #expect(neutral.count == 11)
        for (before, after) in zip(neutral, neutral.dropFirst()) {
            for file in ["mem.pprof", "mem-render.pprof"] {
                let old = try profile(GoSample.root.appendingPathComponent("\(before)/\(file)"))
                let new = try profile(GoSample.root.appendingPathComponent("\(after)/\(file)"))
                for measure in ["alloc_objects", "alloc_space"] {
                    var aligner = StackAligner()
                    let found = aligner.alignment(
                        of: old,
                        column: try column(measure, of: old),
                        with: new,
                        column: try column(measure, of: new)
                    ) {
                        // Of bytes, those of the repository's own code: the process's set-up differs from run to run.
                        measure == "alloc_objects" || $0.contains { $0.function.hasPrefix("example.com/") }
                    }
                    #expect(!found.matches.isEmpty)
                    // Bytes really differ by a pool that a collection may empty.
                    let left = measure == "alloc_objects" ? found.unmatched : found.residue
                    #expect(left < 0.02, "\(before) to \(after), \(file), \(measure)")
                    conserves(found)
                }
            }
        }
    }

    @Test func `an allocation that is really new stays unmatched`() {
        let old = profile([(["p.work", "p.run", "main.main"], 100)])
        let new = profile([(["p.work", "p.run", "main.main"], 100), (["q.fresh", "q.other", "r.root"], 50)])
        var aligner = StackAligner()
        let found = aligner.alignment(of: old, column: 0, with: new, column: 0)
        #expect(found.new.reduce(0, +) == 50)
        #expect(found.unmatched == 50.0 / 150)
        #expect(found.change == 50)
        #expect(found.residue == 0)
        conserves(found)
    }

    @Test func `more of the same stack is left over on the side that has more`() {
        var aligner = StackAligner()
        let found = aligner.alignment(
            of: profile([(["p.F[go.shape.int].func2.1", "p.run"], 10)]),
            column: 0,
            with: profile([(["p.F.func1", "p.run"], 25)]),
            column: 0
        )
        #expect(found.matches.map(\.weight) == [10])
        #expect(found.matches.map(\.cost) == [0])
        #expect(found.new == [15])
        #expect(found.gone == [0])
    }

    @Test func `stacks that have nothing in common are residue`() {
        var aligner = StackAligner()
        let found = aligner.alignment(
            of: profile([(["p.work", "p.run"], 30), (["p.same"], 70)]),
            column: 0,
            with: profile([(["q.fresh", "q.other"], 30), (["p.same"], 70)]),
            column: 0
        )
        #expect(found.residue == 0.3)
        #expect(found.change == 0)
    }

    private func conserves(_ found: StackAlignment) {
        #expect(found.gone.allSatisfy { $0 >= 0 } && found.new.allSatisfy { $0 >= 0 })
        #expect(found.matches.allSatisfy { $0.weight > 0 })
    }

    /// The name as alignments have it, got from one of a single stack.
    private func settled(_ name: String) -> String {
        var aligner = StackAligner()
        let one = profile([([name], 1)])
        return aligner.alignment(of: one, column: 0, with: one, column: 0).before.first?.first ?? ""
    }

    private func profile(_ stacks: [([String], Double)]) -> StackProfile {
        var builder = StackProfileBuilder(measures: [StackMeasure(name: "n", unit: "count", quantity: .objects)])
        for (stack, weight) in stacks { builder.add(stack: stack.map { StackFrame(function: $0) }, values: [weight]) }
        return builder.finished()
    }

    private func profile(_ file: URL) throws -> StackProfile {
        let bytes = Array(try Data(contentsOf: file))
        return try #require(
            try EvidenceKinds.evidence(from: EvidenceFile(name: file.lastPathComponent, bytes: bytes)).profile
        )
    }

    private func column(_ name: String, of profile: StackProfile) throws -> Int {
        try #require(profile.measures.firstIndex { $0.name == name })
    }
}
