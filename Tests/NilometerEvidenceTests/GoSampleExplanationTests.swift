import Foundation
import NilometerCore
import NilometerEvidence
import Testing

/// The sample history is explained: the right line first, the right pattern, and nothing where nothing got worse.
@Suite(.enabled(if: GoSample.isThere, "the sample history is not there"))
struct GoSampleExplanationTests {
    private func pair(_ before: String, _ after: String) throws -> ExplainedPair {
        try ExplainedPair(before: GoSample.files(in: before), after: GoSample.files(in: after))
    }

    private func printed(_ moved: MovedReading) -> String {
        let parameters = moved.key.parameters.filter { $0.key != "pkg" }.map { "/\($0.key)=\($0.value)" }.sorted()
        return moved.key.benchmark + parameters.joined()
    }

    private func isSite(_ place: SourcePlace, of truth: GoSampleTruth.Regression) -> Bool {
        ([truth.site] + truth.others).contains { $0.file == place.file && $0.line == place.line }
    }

    @Test func `each of the 28 single regressions has its line first and its pattern`() throws {
        let truths = try GoSampleTruth.all()
        var count = 0
        for (index, truth) in truths.enumerated() where truth.regressions.count == 1 {
            let pair = try pair(truths[index - 1].step, truth.step)
            let regression = truth.regressions[0]
            for explanation in EvidenceExplainer().explanations(of: pair.moved, before: pair.before, after: pair.after)
            {
                let name = "\(truth.step) \(printed(explanation.moved)) \(explanation.moved.key.metric)"
                #expect(regression.benches.contains(printed(explanation.moved)), "\(name)")
                let first = try #require(explanation.sites.first, "\(name) \(explanation.warnings)")
                #expect(isSite(first.place, of: regression), "\(name): \(first.place)")
                #expect(first.pattern.rawValue == regression.pattern, "\(name)")
                count += 1
            }
        }
        #expect(count == 28)
    }

    @Test func `at least 17 of the 20 causes are located, and never in a wrong file`() throws {
        let truths = try GoSampleTruth.all()
        var located = 0
        for (index, truth) in truths.enumerated() where !truth.regressions.isEmpty {
            let pair = try pair(truths[index - 1].step, truth.step)
            let explanations = EvidenceExplainer().explanations(of: pair.moved, before: pair.before, after: pair.after)
            for regression in truth.regressions {
                let sites = explanations.flatMap(\.sites).filter { isSite($0.place, of: regression) }
                let causes = Set(sites.compactMap(\.cause))
                if causes.contains(where: { $0.file == regression.cause?.file && $0.line == regression.cause?.line }) {
                    located += 1
                } else {
                    print(
                        "not located: \(truth.step) \(regression.pattern) \(causes) instead of \(String(describing: regression.cause))"
                    )
                }
                for cause in causes {
                    #expect(cause.file == regression.cause?.file, "\(truth.step) \(regression.pattern)")
                }
            }
        }
        print("causes located: \(located) of 20")
        #expect(located >= 17)
    }

    @Test func `with everything at once each benchmark has true sites first`() throws {
        let truths = try GoSampleTruth.all()
        let truth = try #require(truths.last)
        let pair = try pair(truths[truths.count - 2].step, truth.step)
        var rows = 0
        for explanation in EvidenceExplainer().explanations(of: pair.moved, before: pair.before, after: pair.after) {
            let name = printed(explanation.moved)
            let expected = truth.regressions.filter {
                $0.benches.contains(name) && $0.metrics.contains(explanation.moved.key.metric)
            }
            let ranks = explanation.sites.enumerated().filter { site in
                expected.contains { isSite(site.element.place, of: $0) }
            }
            #expect(!expected.isEmpty, "\(name)")
            #expect(
                ranks.map(\.offset) == Array(0..<expected.count),
                "\(name) \(explanation.moved.key.metric) \(explanation.sites.map(\.place))"
            )
            for (_, site) in ranks {
                let match = expected.first { isSite(site.place, of: $0) }
                #expect(site.pattern.rawValue == match?.pattern, "\(name) \(site.place)")
            }
            rows += 1
        }
        #expect(rows >= 20)
    }

    @Test func `of all 110 ordered pairs of neutral commits nothing is explained`() throws {
        let neutral = try GoSampleTruth.all().filter { $0.regressions.isEmpty }.map(\.step)
        var pairs = 0
        for before in neutral {
            for after in neutral where before != after {
                let pair = try pair(before, after)
                let explained = EvidenceExplainer().explanations(of: pair.moved, before: pair.before, after: pair.after)
                #expect(explained.isEmpty, "\(before) \(after)")
                pairs += 1
            }
        }
        #expect(pairs == 110)
    }
}
