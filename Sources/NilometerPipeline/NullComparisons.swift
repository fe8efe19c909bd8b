import Foundation
public import NilometerCore
import NilometerStatistics

/// Counts what differed where nothing can have changed.
public struct NullComparisons: Sendable, Equatable {
    /// Beyond how many standard deviations one comparison in a hundred lies.
    private static let hundredth = 2.5758293035489
    /// How many steps from run to run say how much a series varies.
    private static let fewestSteps = 10

    /// Pairs of successive runs of one commit.
    public private(set) var reruns = 0
    /// Those that differed by more than all but one in a hundred would by chance.
    public private(set) var differingReruns = 0
    /// Places between neighbouring commits whose binaries are equal.
    public private(set) var equalBinaries = 0
    /// Those at which a confirmed change lies.
    public private(set) var changedBinaries = 0

    /// Starts with nothing.
    public init() {}

    /// Adds a series.
    ///
    /// How much a series varies is told by the median step from run to run between different commits, so that a change of
    /// level does not count.
    ///
    /// - Parameters:
    ///   - points: in commit order.
    ///   - changes: the commits at which confirmed changes lie.
    ///   - binaries: which binary each run measured, where that is known.
    /// - Complexity: O(n log n).
    public mutating func add(_ points: [Point], changedAt changes: Set<String>, binaries: [String: String]) {
        let known = points.filter { $0.value.isFinite && $0.value > 0 }
        let pairs = zip(known, known.dropFirst())
        let steps = pairs.filter { $0.commit != $1.commit }.map { abs(log($1.value / $0.value)) }
        let usual = steps.count >= Self.fewestSteps ? Median.of(steps) : nil
        for (before, after) in pairs {
            if before.commit == after.commit {
                guard let usual, usual > 0 else { continue }
                reruns += 1
                // A median absolute step of normal noise is 0.6745 of its standard deviation.
                if abs(log(after.value / before.value)) > Self.hundredth * usual / 0.6745 { differingReruns += 1 }
            } else if let binary = binaries[before.run], binary == binaries[after.run] {
                equalBinaries += 1
                if changes.contains(after.commit) { changedBinaries += 1 }
            }
        }
    }
}
