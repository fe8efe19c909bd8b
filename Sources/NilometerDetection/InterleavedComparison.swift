import Foundation
public import NilometerCore
import NilometerStatistics

/// Two revisions measured in turn, benchmark by benchmark, and what was shown at the looks that the pairs have reached.
///
/// The order of measurement is base, head, head, base, and so on, so that what the machine does slowly falls on both alike: the
/// difference is taken within pairs. Exact metrics are compared by their difference; all others by the exact signed-rank test,
/// corrected at each look for the number of benchmarks (Benjamini and Hochberg) at the level of the look.
public struct InterleavedComparison: Sendable {
    /// The relative difference below which levels count as equal, unless another is given.
    public static let usualLimit = 0.01

    /// What is said of each benchmark and metric, in the order given.
    public private(set) var rows: [InterleavedRow]
    /// After how many pairs is looked next; nil when all is decided, or the plan is at its end.
    public private(set) var nextLook: Int?

    /// Looks at the pairs so far.
    ///
    /// - Parameters:
    ///   - readings: the benchmarks; each should have the same number of pairs. One without any is missing.
    ///   - plan: the looks.
    ///   - limit: the relative difference below which levels count as equal, above 0.
    ///   - isOver: whether no pair will follow; then what the last pair leaves is the last look.
    ///   - dropsFirst: whether the first pair is left out, which warms the machine.
    /// - Complexity: O(pairs³) for each benchmark and look.
    public init(
        _ readings: [PairedReadings],
        plan: LookPlan = LookPlan(),
        limit: Double = InterleavedComparison.usualLimit,
        isOver: Bool,
        dropsFirst: Bool = false
    ) {
        let given = readings.map { reading in
            var reading = reading
            if dropsFirst, reading.pairs.count > 1 { reading.pairs.removeFirst() }
            return reading
        }
        let count = given.map(\.pairs.count).filter { $0 > 0 }.min() ?? 0
        let looks = count > 0 ? (isOver ? plan.ending(at: count) : plan).reached(by: count) : []
        rows = given.map { InterleavedRow($0) }
        for place in rows.indices where InterleavedRow.isExact(given[place]) { rows[place].decideExactly(given[place]) }
        for (order, look) in looks.enumerated() {
            let isLast = order == looks.count - 1 && (isOver || look.pairs == plan.looks.last?.pairs)
            judge(given, at: look, limit: limit, isLast: isLast)
        }
        let isOpen = rows.contains { !$0.isDecided && $0.verdict != .missing }
        nextLook = isOpen && !isOver ? plan.looks.first { $0.pairs > count }?.pairs : nil
        for place in rows.indices where !rows[place].isDecided && looks.isEmpty && rows[place].verdict != .missing {
            rows[place].reason = "\(given[place].pairs.count) pairs: the first look is after \(plan.looks[0].pairs)"
        }
    }

    /// How many rows have a verdict.
    public func count(of verdict: Verdict) -> Int { rows.count { $0.verdict == verdict } }

    private mutating func judge(_ readings: [PairedReadings], at look: LookPlan.Look, limit: Double, isLast: Bool) {
        let tested = rows.indices.filter { rows[$0].verdict != .missing && !rows[$0].isExact }
        let tests = tested.map { PairTest(Array(readings[$0].pairs.prefix(look.pairs)), limit: limit) }
        // All are corrected together, also those that an earlier look decided: how many are tested must not depend on them.
        let adjusted = FalseDiscovery.benjaminiHochberg(tests.map(\.p))
        // The level at which one difference more would be shown among all that are tested.
        let shown = adjusted.count { $0 <= look.level }
        let level = look.level * min(1, Double(shown + 1) / Double(max(1, adjusted.count)))
        for (order, place) in tested.enumerated() where !rows[place].isDecided {
            rows[place].take(tests[order], adjustedP: adjusted[order], look: look, level: level, isLast: isLast)
        }
    }
}
