import NilometerCore
import NilometerDetection
import Testing

struct ExactDetectorTests {
    private func points(_ values: [Double], repeats: Int = 1) -> [Point] {
        values.enumerated().map { index, value in
            let samples = [Double](repeating: value, count: repeats)
            return Point(commit: "c\(index)", run: "r\(index)", value: value, samples: repeats > 1 ? samples : [])
        }
    }

    // 3 3 3 ┌ 5 5
    @Test func `a level that moved is confirmed by its second point`() {
        let found = ExactDetector().findings(in: points([3, 3, 3, 5, 5]), isExact: true)
        #expect(found.changes.map(\.index) == [3])
        #expect(found.changes.map(\.state) == [.confirmed])
        #expect(found.changes.first?.before == 3)
        #expect(found.changes.first?.after == 5)
    }

    @Test func `the newest point alone is pending`() {
        let found = ExactDetector().findings(in: points([3, 3, 5]), isExact: true)
        #expect(found.changes.map(\.state) == [.pending])
    }

    // 3 3 ╷5╷ 3 3: an excursion of a single measurement
    @Test func `an excursion of one point is not a change`() {
        #expect(ExactDetector().findings(in: points([3, 3, 5, 3, 3]), isExact: true).changes.isEmpty)
    }

    @Test func `a run with repeats confirms itself, and so does its repair`() {
        let found = ExactDetector().findings(in: points([3, 5, 3], repeats: 10), isExact: true)
        #expect(found.changes.map(\.index) == [1, 2])
        #expect(found.changes.allSatisfy { $0.state == .confirmed })
    }

    @Test func `a first stretch of one point sets no level`() {
        #expect(ExactDetector().findings(in: points([121, 120, 120]), isExact: true).changes.isEmpty)
    }

    @Test(arguments: [[], [1.0], [2, 2, 2, 2]])
    func `nothing is found where nothing moved`(values: [Double]) {
        #expect(ExactDetector().findings(in: points(values), isExact: true).changes.isEmpty)
    }

    @Test func `a noisy series is not judged, and this is said`() {
        let found = ExactDetector().findings(in: points([1, 2, 3, 4]), isExact: false)
        #expect(found.changes.isEmpty)
        #expect(found.warnings.map(\.code) == ["not-judged"])
    }
}
