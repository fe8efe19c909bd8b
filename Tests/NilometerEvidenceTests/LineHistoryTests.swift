import NilometerCore
import NilometerEvidence
import Testing

/// A line is followed back to the commit at which it began to allocate.
struct LineHistoryTests {
    private func sides() throws -> [EvidenceSide] {
        let truth = try #require(try GoCase.all().first { $0.id == "return-cell" })
        let pair = try ExplainedPair(before: truth.side("old").files, after: truth.side("new").files)
        var sides = [pair.before, pair.after]
        sides[0].sha = "aaa"
        sides[1].sha = "bbb"
        return sides
    }

    @Test func `a line that is new has no place before, and allocates now`() throws {
        let history = EvidenceExplainer().history(of: SourcePlace(file: "grid/grid.go", line: 30), in: try sides())
        #expect(history.moments.map(\.sha) == ["aaa", "bbb"])
        #expect(history.moments[0].place == nil && history.moments[0].objects == nil)
        #expect(history.moments[1].isHeap == true && (history.moments[1].objects ?? 0) > 0)
        #expect(history.warnings.isEmpty)
    }

    @Test func `a line that was there is followed through the difference`() throws {
        let history = EvidenceExplainer().history(of: SourcePlace(file: "grid/grid.go", line: 1), in: try sides())
        #expect(history.moments.map(\.place?.line) == [1, 1])
        #expect(history.moments.map(\.isHeap) == [false, false])
    }

    @Test func `without a difference it is said that the line is taken to stand still`() throws {
        var sides = try sides()
        sides[1].files.removeAll { $0.name.hasSuffix(".patch") }
        let history = EvidenceExplainer().history(of: SourcePlace(file: "grid/grid.go", line: 30), in: sides)
        #expect(history.warnings.map(\.code) == ["noLineMap"])
    }
}
