import NilometerStatistics

/// Short stretches at another level from which a series came back: bursts of slow runs, modes that last for some runs.
///
/// A series that has shown several will show more. Its levels are better told without them, and a new level there must
/// outlast those before it.
struct Excursions {
    /// A stretch and how far it lay from its neighbours, in the scale of the values.
    struct Excursion {
        var range: Range<Int>
        var height: Double
        /// Whether all of it lies beyond what its neighbours reach.
        var isApart = true
    }

    /// The longest stretch that counts as a burst, whose height is many times the noise.
    static let longestBurst = 8
    static let leastHeight = 4.0
    /// The longest stretch that counts where there are several; more are asked for where they stand out so far from the noise
    /// that each may have had a cause of its own.
    static let longest = 30
    static let several = 3
    static let many = 5
    static let farOut = 15.0

    /// In rising order of place.
    private(set) var all: [Excursion] = []

    /// Neighbouring points of one level; what lies between those that are kept was taken out.
    private struct Segment {
        var range: Range<Int>
        var kept: [Double]
        var level: Double

        init(_ range: Range<Int>, _ kept: [Double]) {
            self.range = range
            self.kept = kept
            level = Median.of(kept) ?? 0
        }
    }

    /// Bursts between boundaries that are deliberately too many; none where they are so many that they are a mode.
    static func bursts(between boundaries: [Int], of scaled: Scaled) -> Excursions {
        let values = scaled.values
        var found = Excursions(between: boundaries, of: values, longest: longest) { before, own, after in
            let height = abs(own.level - (before.level + after.level) / 2)
            guard height >= leastHeight * scaled.sigma else { return nil }
            // What lies on either side must not reach as far by itself, and all of the burst must lie beyond it.
            let usual = max(reach(before.kept.suffix(20), before.level), reach(after.kept.prefix(20), after.level))
            let middle = (before.level + after.level) / 2
            guard height >= 2.5 * usual else { return nil }
            return own.kept.allSatisfy { abs($0 - middle) > usual }
        }
        let long = found.all.count { $0.range.count > longestBurst }
        let points = found.all.reduce(0) { $0 + $1.range.count }
        if 20 * points > 3 * values.count || 5 * long > found.all.count { found.all = [] }
        found.all.removeAll { $0.range.count > longestBurst || !$0.isApart }
        return found
    }

    /// How far nine in ten values lie from their level at most.
    private static func reach(_ values: ArraySlice<Double>, _ level: Double) -> Double {
        var distances = values.map { abs($0 - level) }
        return Selection.take(distances.count * 9 / 10, from: &distances)
    }

    /// Stretches of any height between boundaries that passed a test; none unless they are several.
    static func modes(between boundaries: [Int], of scaled: Scaled) -> Excursions {
        let found = Excursions(between: boundaries, of: scaled.values, longest: longest) { _, _, _ in true }
        let far = found.all.count { abs($0.height) > farOut * scaled.sigma }
        return found.all.count >= (2 * far > found.all.count ? many : several) ? found : Excursions()
    }

    private init() {}

    /// Looks at the segments between boundaries, the shortest first; what it left is joined before the next is looked at.
    ///
    /// - Complexity: O(boundaries²·n) at worst, as each that is found joins two segments.
    private init(
        between boundaries: [Int],
        of values: [Double],
        longest: Int,
        isOne: (Segment, Segment, Segment) -> Bool?
    ) {
        let ends = [0] + boundaries + [values.count]
        guard zip(ends, ends.dropFirst()).contains(where: { $1 - $0 <= longest }) else { return }
        var segments = zip(ends, ends.dropFirst()).map { Segment($0..<$1, Array(values[$0..<$1])) }
        while let (place, isApart) = Self.shortest(of: segments, atMost: longest, isOne: isOne) {
            let (before, own, after) = (segments[place - 1], segments[place], segments[place + 1])
            let height = own.level - (before.level + after.level) / 2
            all.append(Excursion(range: own.range, height: height, isApart: isApart))
            let whole = Segment(before.range.lowerBound..<after.range.upperBound, before.kept + after.kept)
            segments.replaceSubrange((place - 1)...(place + 1), with: [whole])
        }
        all.sort { $0.range.lowerBound < $1.range.lowerBound }
    }

    private static func shortest(
        of segments: [Segment],
        atMost longest: Int,
        isOne: (Segment, Segment, Segment) -> Bool?
    ) -> (place: Int, isApart: Bool)? {
        guard segments.count > 2 else { return nil }
        var best: (place: Int, isApart: Bool)?
        for place in 1..<(segments.count - 1) where segments[place].range.count <= longest {
            if let best, segments[best.place].range.count <= segments[place].range.count { continue }
            let (before, own, after) = (segments[place - 1], segments[place], segments[place + 1])
            guard isExcursion(before, own, after), let isApart = isOne(before, own, after) else { continue }
            best = (place, isApart)
        }
        return best
    }

    private static func isExcursion(_ before: Segment, _ own: Segment, _ after: Segment) -> Bool {
        let (up, down) = (own.level - before.level, own.level - after.level)
        return up * down > 0 && abs(before.level - after.level) <= min(abs(up), abs(down)) / 2
    }

    /// The places of the points that do not lie in one.
    func others(of count: Int) -> [Int] {
        var places: [Int] = []
        var start = 0
        for excursion in all {
            places += Array(start..<max(start, excursion.range.lowerBound))
            start = max(start, excursion.range.upperBound)
        }
        return places + Array(start..<max(start, count))
    }

    /// Whether they are high, short and few among so many points; else they are part of the noise.
    func areBursts(among count: Int, sigma: Double) -> Bool {
        let points = all.reduce(0) { $0 + $1.range.count }
        return 5 * points <= count
            && all.allSatisfy { $0.range.count <= Self.longestBurst && abs($0.height) >= Self.leastHeight * sigma }
    }

    /// How many points a step of some height must last before it is more than those seen before.
    func mustOutlast(_ height: Double) -> Int {
        let alike = all.filter { 2 * abs($0.height) >= abs(height) }
        guard alike.count > 1 else { return 0 }
        return alike.map { $0.range.count + $0.range.count / 2 }.max() ?? 0
    }
}
