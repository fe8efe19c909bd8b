import NilometerStatistics

/// E-divisive in overlapping windows with a t test as its stop, and a merge of what the test does not uphold: the rule of
/// Fleming and others, 2023, as Otava has it.
///
/// A peer's rule, kept here to compare with. Its test divides by n where n − 1 is right, so that its p are too small; and of the
/// neighbours of a change that is dropped, it scores the later two anew, not the one before.
struct WindowedDivision {
    struct Change {
        var index: Int
        var p: Double
        var before: Double
        var after: Double
        var magnitude: Double { max(abs(after / before - 1), abs(before / after - 1)) }
    }

    private static let width = 50

    private(set) var changes: [Change] = []

    init(_ values: [Double], level: Double, magnitude: Double) {
        var found: Set<Int> = []
        var start = 0
        while start < values.count {
            let window = start..<min(values.count, start + Self.width)
            let own = Self.divided(values, window, level: 10 * level)
            found.formUnion(own)
            start = max(own.last ?? 0, start + Self.width / 2)
        }
        changes = Self.tested(values, found.sorted())
        while !changes.isEmpty {
            let largest = changes.indices.reduce(0) { changes[$1].p > changes[$0].p ? $1 : $0 }
            let smallest = changes.indices.reduce(0) { changes[$1].magnitude < changes[$0].magnitude ? $1 : $0 }
            let weakest = changes[largest].p < level ? smallest : largest
            if changes[largest].p < level, changes[smallest].magnitude > magnitude { return }
            changes.remove(at: weakest)
            let renewed = Self.tested(values, changes.map(\.index))
            for place in weakest...(weakest + 1) where place < changes.count { changes[place] = renewed[place] }
        }
    }

    /// The divisions of one window that the test upholds when they are made, in rising order.
    private static func divided(_ values: [Double], _ window: Range<Int>, level: Double) -> [Int] {
        var found: [Int] = []
        while true {
            let bounds = [window.lowerBound] + found + [window.upperBound]
            var best: (division: EnergyDivision.Division, segment: Range<Int>)?
            for (low, high) in zip(bounds, bounds.dropFirst()) {
                guard let own = EnergyDivision.best(of: values, in: low..<high) else { continue }
                if own.statistic > best?.division.statistic ?? -.infinity { best = (own, low..<high) }
            }
            guard let best else { return found }
            let index = best.division.index
            let test = change(
                values[best.segment.lowerBound..<index],
                values[index..<best.segment.upperBound],
                at: index
            )
            guard test.p <= level else { return found }
            found = (found + [index]).sorted()
        }
    }

    private static func tested(_ values: [Double], _ places: [Int]) -> [Change] {
        let bounds = [0] + places + [values.count]
        return places.indices.map {
            change(values[bounds[$0]..<bounds[$0 + 1]], values[bounds[$0 + 1]..<bounds[$0 + 2]], at: places[$0])
        }
    }

    private static func change(_ left: ArraySlice<Double>, _ right: ArraySlice<Double>, at index: Int) -> Change {
        let (n, m) = (Double(left.count), Double(right.count))
        let (a, b) = (left.reduce(0, +) / n, right.reduce(0, +) / m)
        guard n + m > 2 else { return Change(index: index, p: 1, before: a, after: b) }
        let squares = (
            left.reduce(0) { $0 + ($1 - a) * ($1 - a) } / n, right.reduce(0) { $0 + ($1 - b) * ($1 - b) } / m
        )
        let freedom = n + m - 2
        let pooled = ((n - 1) * squares.0 + (m - 1) * squares.1) / freedom
        let t = (a - b) / (pooled * (1 / n + 1 / m)).squareRoot()
        return Change(index: index, p: StudentT.twoSided(t, freedom: freedom), before: a, after: b)
    }
}
