import Foundation
import NilometerCore
import NilometerEvidence
import Testing

/// What becomes of the answers when a part of the evidence is missing, weaker, or of a commit further away.
@Suite(.enabled(if: GoSample.isThere, "the sample history is not there"))
struct RobustnessTests {
    /// How the rows of one way to degrade came out.
    private struct Tally {
        var right = 0
        var lineOnly = 0
        var unknown = 0
        var wrong = 0
        var confidentlyWrong: [String] = []
    }

    private typealias Files = [(name: String, bytes: [UInt8])]

    private func tally(
        base: (Int, [GoSampleTruth]) -> String,
        old: (Files) -> Files = { $0 },
        new: (Files) -> Files = { $0 }
    ) throws -> Tally {
        let truths = try GoSampleTruth.all()
        var tally = Tally()
        for (index, truth) in truths.enumerated() where truth.regressions.count == 1 {
            let before = try GoSample.files(in: base(index, truths))
            let after = try GoSample.files(in: truth.step)
            var pair = try ExplainedPair(before: before, after: after)
            let weaker = try ExplainedPair(before: old(before), after: new(after))
            pair.before = weaker.before
            pair.after = weaker.after
            let regression = truth.regressions[0]
            for explanation in EvidenceExplainer().explanations(of: pair.moved, before: pair.before, after: pair.after)
            {
                let first = explanation.sites.first
                let isLine = ([regression.site] + regression.others)
                    .contains { $0.file == first?.place.file && $0.line == first?.place.line }
                let isPattern = first?.pattern.rawValue == regression.pattern
                if isLine, isPattern {
                    tally.right += 1
                } else if first == nil || first?.pattern == .unknown {
                    tally.unknown += 1
                } else if isLine {
                    tally.lineOnly += 1
                } else {
                    tally.wrong += 1
                }
                if let first, first.confidence >= 0.8, !isLine || !isPattern {
                    tally.confidentlyWrong.append("\(truth.step) \(first.place) \(first.pattern)")
                }
            }
        }
        return tally
    }

    private func without(_ matches: @escaping (String) -> Bool) -> (Files) -> Files {
        { files in files.filter { !matches($0.name) } }
    }

    @Test func `the answer degrades and is never a confident wrong one`() throws {
        let previous: (Int, [GoSampleTruth]) -> String = { $1[$0 - 1].step }
        let first: (Int, [GoSampleTruth]) -> String = { _, truths in truths[0].step }
        let patch = without { $0.hasSuffix(".patch") }
        let reasons = without { $0 == "mm.txt" || $0.hasPrefix("opt/") || $0 == "m-test.txt" }
        let diagnostics = without { $0 == "mm.txt" || $0 == "m.txt" || $0 == "m-test.txt" || $0.hasPrefix("opt/") }
        let profiles = without { $0.hasSuffix(".pprof") }
        let nothing: (Files) -> Files = { _ in [] }
        let rows: [(String, Tally)] = [
            ("all", try tally(base: previous)),
            ("no difference of sources", try tally(base: previous, new: patch)),
            ("the first commit, lines shifted and files renamed, no difference", try tally(base: first, new: patch)),
            ("the first commit, and a difference that begins elsewhere", try tally(base: first)),
            ("-m alone, no reasons", try tally(base: previous, old: reasons, new: reasons)),
            ("-m before, -m -m after", try tally(base: previous, old: reasons)),
            ("profiles alone", try tally(base: previous, old: diagnostics, new: diagnostics)),
            ("diagnostics alone", try tally(base: previous, old: profiles, new: profiles)),
            ("no profile before", try tally(base: previous, old: profiles)),
            ("nothing before", try tally(base: previous, old: nothing)),
            ("nothing at all", try tally(base: previous, old: nothing, new: nothing)),
        ]
        print("evidence | right | line alone | unknown | wrong | wrong of .8 and above")
        for (name, tally) in rows {
            print(
                "\(name) | \(tally.right) | \(tally.lineOnly) | \(tally.unknown) | \(tally.wrong) | \(tally.confidentlyWrong)"
            )
            #expect(tally.confidentlyWrong.isEmpty, "\(name)")
            #expect(tally.right + tally.lineOnly + tally.unknown + tally.wrong == 28, "\(name)")
        }
        #expect(rows[0].1.right == 28)
        #expect(rows[1].1.right >= 20)
        #expect(rows[10].1.unknown == 28)
    }
}
