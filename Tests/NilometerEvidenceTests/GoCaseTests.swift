import NilometerCore
import NilometerEvidence
import Testing

/// The explainer against spellings that were recorded and frozen before it was written.
struct GoCaseTests {
    /// How one case came out.
    private struct Outcome {
        var id: String
        var lineIsFirst: Bool
        var patternIsRight: Bool
        var pattern: String
        var confidence: Double
        var told: String
    }

    private func outcome(of truth: GoCase) throws -> Outcome? {
        let (old, new) = (try truth.side("old"), try truth.side("new"))
        var pair = try ExplainedPair(before: old.files, after: new.files)
        pair.before.context = old.context
        pair.after.context = new.context
        let moved = pair.moved.filter { moved in
            let parameters = moved.key.parameters.filter { $0.key != "pkg" }.map { "/\($0.key)=\($0.value)" }.sorted()
            return truth.benchmark == moved.key.benchmark + parameters.joined()
                && truth.metrics?.contains(moved.key.metric) == true
        }
        let explained = EvidenceExplainer().explanations(of: pair.moved, before: pair.before, after: pair.after)
            .filter { moved.contains($0.moved) }
        // Objects say more than bytes where both rose.
        guard let one = explained.first(where: { $0.moved.key.metric == "allocs/op" }) ?? explained.first else {
            return nil
        }
        let first = one.sites.first
        let places = ([truth.site].compactMap(\.self)) + (truth.otherSites ?? [])
        let patterns = [truth.pattern] + (truth.otherPatterns ?? [])
        let pattern = first?.pattern.rawValue ?? "unknown"
        return Outcome(
            id: truth.id,
            lineIsFirst: first.map { site in
                places.contains { $0.file == site.place.file && $0.line == site.place.line }
            } ?? false,
            patternIsRight: patterns.contains(pattern),
            pattern: pattern,
            confidence: first?.confidence ?? 0,
            told:
                "\(first.map { "\($0.place.file):\($0.place.line)" } ?? "no site") instead of \(places.map { "\($0.file):\($0.line)" }), \(truth.pattern)"
        )
    }

    @Test func `lines and patterns of the recorded cases`() throws {
        var outcomes: [Outcome] = []
        for truth in try GoCase.all() where truth.pattern != "none" {
            let found = try outcome(of: truth)
            #expect(found != nil, "\(truth.id): nothing is explained")
            if let found { outcomes.append(found) }
        }
        for one in outcomes where !one.lineIsFirst || !one.patternIsRight {
            print("\(one.id): line \(one.lineIsFirst) pattern \(one.pattern) (\(one.confidence)); \(one.told)")
        }
        let lines = outcomes.count { $0.lineIsFirst }
        let patterns = outcomes.count { $0.patternIsRight }
        print("cases: line first \(lines) of \(outcomes.count), pattern right \(patterns) of \(outcomes.count)")
        for (name, band) in [("below .5", 0..<0.5), (".5 to .8", 0.5..<0.8), (".8 and above", 0.8..<2)] {
            let some = outcomes.filter { band.contains($0.confidence) }
            print("confidence \(name): \(some.count { $0.patternIsRight }) of \(some.count) patterns right")
        }
        #expect(outcomes.count >= 60)
        #expect(Double(lines) >= 0.95 * Double(outcomes.count))
        #expect(Double(patterns) >= 0.9 * Double(outcomes.count))
        #expect(outcomes.count { $0.confidence >= 0.8 && !$0.patternIsRight } <= 1)
    }

    @Test func `where nothing got worse nothing is explained`() throws {
        for truth in try GoCase.all() where truth.pattern == "none" {
            let pair = try ExplainedPair(before: truth.side("old").files, after: truth.side("new").files)
            let moved = pair.moved.filter { $0.key.benchmark == truth.benchmark }
            #expect(
                EvidenceExplainer().explanations(of: moved, before: pair.before, after: pair.after).isEmpty,
                "\(truth.id)"
            )
        }
    }
}
