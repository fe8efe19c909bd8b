import NilometerDetection
import Testing

struct BisectionTests {
    /// Searches with values that a function gives; the places that it gives no value for are skipped.
    private static func search(
        _ bisection: Bisection,
        _ value: (_ place: Int, _ run: Int) -> Double?
    ) -> (step: BisectionStep, bisection: Bisection) {
        var bisection = bisection
        var run = 0
        while run < 500, case .measure(let place) = bisection.next {
            run += 1
            if let value = value(place, run) {
                bisection.take(BisectionRun(place: place, value: value))
            } else {
                bisection.skip(place)
            }
        }
        return (bisection.next, bisection)
    }

    private static func found(_ step: BisectionStep) -> BisectionEstimate? {
        guard case .found(let estimate) = step else { return nil }
        return estimate
    }

    @Test(arguments: [1, 2, 17, 32, 63, 64])
    func `an exact metric takes one run a commit`(step: Int) throws {
        let end = Self.search(Bisection(count: 64, isExact: true)) { place, _ in place < step ? 120 : 123 }
        let estimate = try #require(Self.found(end.step))
        #expect(estimate.range == step...step)
        #expect(estimate.before == 120 && estimate.after == 123)
        // The two ends, the first of them again, and log₂ 64.
        #expect(end.bisection.runs.count == 9)
    }

    @Test func `an exact metric may rise from nothing`() throws {
        let end = Self.search(Bisection(count: 10, isExact: true)) { place, _ in place < 7 ? 0 : 2 }
        let estimate = try #require(Self.found(end.step))
        #expect(estimate.range == 7...7 && estimate.ratio == nil && estimate.after == 2)
    }

    @Test func `an exact metric that moved twice gives the step between its neighbours, not that between the ends`()
        throws
    {
        let end = Self.search(Bisection(count: 64, isExact: true)) { place, _ in
            place < 20 ? 120 : place < 50 ? 125 : 126
        }
        let estimate = try #require(Self.found(end.step))
        #expect(estimate.range == 20...20)
        #expect(estimate.before == 120 && estimate.after == 125)
    }

    @Test func `an exact metric that does not repeat is searched as a noisy one`() throws {
        let end = Self.search(Bisection(count: 32, isExact: true)) { place, run in
            (place < 11 ? 1000 : 1100) + Double(run * 7 % 5)
        }
        let estimate = try #require(Self.found(end.step))
        #expect(!end.bisection.isExact)
        #expect(estimate.range == 11...11)
    }

    @Test func `exact ends that are equal do not differ`() {
        let end = Self.search(Bisection(count: 8, isExact: true)) { _, _ in 5 }
        guard case .noDifference(let estimate) = end.step else { Issue.record("\(end.step)"); return }
        #expect(estimate.before == 5 && end.bisection.runs.count <= 4)
    }

    @Test func `commits that do not build widen the range to the next that does`() throws {
        let end = Self.search(Bisection(count: 16, isExact: true)) { place, _ in
            (6...8).contains(place) ? nil : place < 7 ? 1 : 2
        }
        #expect(try #require(Self.found(end.step)).range == 6...9)
    }

    @Test func `a range in which nothing builds but its end is named whole`() throws {
        let end = Self.search(Bisection(count: 5)) { place, run in
            (1...4).contains(place) ? nil : (place == 0 ? 100 : 110) + Double(run % 3)
        }
        #expect(try #require(Self.found(end.step)).range == 1...5)
    }

    @Test func `a range of one commit needs only its ends`() throws {
        let end = Self.search(Bisection(count: 1)) { place, run in (place == 0 ? 100 : 110) + Double(run % 3) }
        let estimate = try #require(Self.found(end.step))
        #expect(estimate.range == 1...1 && estimate.probability == 1)
        #expect(estimate.ratios?.contains(1.1) == true)
    }

    @Test func `one wild run misleads nobody`() throws {
        let end = Self.search(Bisection(count: 64)) { place, run in
            (place < 40 ? 100 : 105) * (run == 2 || run == 9 ? 2.5 : 1) + Double(run * 5 % 7) / 5
        }
        #expect(try #require(Self.found(end.step)).range == 40...40)
    }

    @Test func `values that are not above 0 have levels and no ratios`() throws {
        let end = Self.search(Bisection(count: 16)) { place, run in (place < 5 ? 0 : 40) + Double(run % 4) }
        let estimate = try #require(Self.found(end.step))
        #expect(estimate.range == 5...5 && estimate.ratios == nil)
    }

    @Test func `what is likelier before is measured first`() {
        var bisection = Bisection(count: 8, weights: [0, 0, 0, 0, 0, 1, 1, 0])
        for place in [0, 8, 8, 0, 0, 8] {
            bisection.take(
                BisectionRun(place: place, value: (place == 0 ? 100 : 150) + Double(bisection.runs.count % 2))
            )
        }
        #expect(bisection.next == .measure(6))
    }

    @Test func `the next step follows from the runs alone`() {
        let end = Self.search(Bisection(count: 64)) { place, run in (place < 9 ? 100 : 104) + Double(run * 11 % 5) }
        for length in 0...end.bisection.runs.count {
            var again = Bisection(count: 64)
            for run in end.bisection.runs.prefix(length) { again.take(run) }
            let expected: BisectionStep =
                length < end.bisection.runs.count ? .measure(end.bisection.runs[length].place) : end.step
            #expect(again.next == expected)
        }
    }

    @Test func `what is no number, or of no commit, is passed over`() {
        var bisection = Bisection(count: 4)
        bisection.take(BisectionRun(place: 0, value: .nan))
        bisection.take(BisectionRun(place: 9, value: 1))
        bisection.skip(0)
        bisection.skip(4)
        #expect(bisection.runs.isEmpty && bisection.skipped.isEmpty && bisection.estimate == nil)
    }
}
