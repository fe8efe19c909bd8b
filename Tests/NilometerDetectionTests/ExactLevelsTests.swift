import NilometerCore
import NilometerDetection
import Testing

struct ExactLevelsTests {
    private func points(_ values: [Double], repeats: Int = 1) -> [Point] {
        values.enumerated().map { index, value in
            let samples = [Double](repeating: value, count: repeats)
            return Point(commit: "c\(index)", run: "r\(index)", value: value, samples: repeats > 1 ? samples : [])
        }
    }

    private func findings(_ points: [Point]) -> Findings { LevelDetector().findings(in: points, isExact: true) }

    // 3 3 3 ┌ 5 5
    @Test func `a level that moved is confirmed by its second point`() {
        let found = findings(points([3, 3, 3, 5, 5]))
        #expect(found.changes.map(\.index) == [3])
        #expect(found.changes.map(\.state) == [.confirmed])
        #expect(found.changes.first?.before == 3)
        #expect(found.changes.first?.after == 5)
        #expect(found.changes.first?.ratio == nil)
    }

    @Test func `the newest point alone is pending`() {
        #expect(findings(points([3, 3, 5])).changes.map(\.state) == [.pending])
    }

    // 3 3 ╷5╷ 3 3: an excursion of a single run
    @Test func `an excursion of one point is not a change`() {
        #expect(findings(points([3, 3, 5, 3, 3])).changes.isEmpty)
    }

    @Test func `a run with repeats confirms itself, and so does its repair`() {
        let found = findings(points([3, 5, 3], repeats: 10))
        #expect(found.changes.map(\.index) == [1, 2])
        #expect(found.changes.allSatisfy { $0.state == .confirmed })
    }

    @Test func `a first stretch of one point sets no level`() {
        #expect(findings(points([121, 120, 120])).changes.isEmpty)
    }

    @Test(arguments: [[], [1.0], [2, 2, 2, 2]])
    func `nothing is found where nothing moved`(values: [Double]) {
        #expect(findings(points(values)).changes.isEmpty)
    }

    @Test func `a second run of the same commit that agrees confirms a pending change`() {
        var line = points([3, 3, 5])
        line.append(Point(commit: "c2", run: "again", value: 5))
        let found = findings(line)
        #expect(found.changes.map(\.index) == [2])
        #expect(found.changes.map(\.state) == [.confirmed])
    }

    @Test func `a second run of the same commit that returns takes a pending change back`() {
        var line = points([3, 3, 5])
        line.append(Point(commit: "c2", run: "again", value: 3))
        #expect(findings(line).changes.isEmpty)
    }

    // Truncated means flicker between 3 and 4 inside the runs; the medians follow by chance.
    @Test func `the flicker of truncated means is no change`() {
        let line = (0..<20).map { index in
            let high = index % 3 == 0
            return Point(
                commit: "c\(index)",
                run: "r\(index)",
                value: high ? 4 : 3,
                samples: high ? [3, 4, 4, 4, 4] : [3, 3, 3, 3, 4]
            )
        }
        #expect(findings(line).changes.isEmpty)
    }

    @Test func `one stray sample of long ago does not hide a new level`() {
        var line = points([Double](repeating: 3, count: 12) + [Double](repeating: 4, count: 6), repeats: 5)
        line[0].samples = [3, 3, 3, 3, 4]
        #expect(findings(line).changes.map(\.index) == [12])
    }

    @Test func `whole values with steady samples are exact whatever their name`() {
        let line = points([64, 64, 128, 128, 64], repeats: 6)
        let found = LevelDetector().findings(in: line, isExact: false)
        #expect(found.seriesClass == "exact")
        #expect(found.changes.map(\.index) == [2, 4])
    }

    // B/op with a pool: 0 to 306 within one run, then one large buffer, then back.
    @Test func `a jump far beyond the widest run is confirmed at its run, and so is the way back`() {
        let runs: [[Double]] = [
            [0, 34, 66, 16, 12], [0, 306, 50, 53, 40], [17, 0, 71, 30, 20], [262144, 262145, 262144, 262144, 262144],
            [35, 0, 33, 34, 31],
        ]
        let line = runs.enumerated().map { index, samples in
            Point(
                commit: "c\(index)",
                run: "r\(index)",
                value: samples.sorted()[2],
                count: samples.count,
                samples: samples
            )
        }
        let found = LevelDetector().findings(in: line, isExact: false)
        #expect(found.seriesClass == "noisy")
        #expect(found.changes.map(\.index) == [3, 4])
        #expect(found.changes.allSatisfy { $0.state == .confirmed })
    }

    @Test func `values that are not finite are left out, and this is said`() {
        let found = findings(points([3, 3, .nan, 3, .infinity, 5, 5]))
        #expect(found.changes.map(\.index) == [5])
        #expect(found.warnings.map(\.code) == ["not-finite"])
    }
}
