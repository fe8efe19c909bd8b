/// Decides which of many p stand, where most of what was tested is known to show nothing and what was tested falls into families.
public enum ManyFamilies {
    /// A group of tests that belong together.
    public struct Family: Sendable, Equatable {
        /// The p that may stand; all others of the family are 1.
        public var p: [Double]
        /// How many tests the family has, those without a p here too.
        public var count: Int

        /// Makes a family; `count` is taken as at least the number of p.
        public init(p: [Double], count: Int) {
            self.p = p
            self.count = max(count, p.count)
        }

        /// The p of the whole family by Simes, 1986; 1 when it is empty.
        ///
        /// - Complexity: O(k log k) for k p.
        public var simes: Double {
            p.sorted().enumerated().reduce(1) { min($0, Double(count) * $1.element / Double($1.offset + 1)) }
        }

        /// The indexes that Benjamini and Hochberg reject at a false-discovery rate, in rising order.
        ///
        /// - Complexity: O(k log k) for k p.
        public func rejected(rate: Double) -> [Int] {
            let order = p.indices.sorted { (p[$0], $0) < (p[$1], $1) }
            var kept = 0
            for (place, index) in order.enumerated()
            where p[index] * Double(count) <= rate * Double(place + 1) {
                kept = place + 1
            }
            return order.prefix(kept).sorted()
        }
    }

    /// Which p of each family stand.
    ///
    /// Families are chosen by Benjamini and Hochberg on their Simes p at `chance`: where nothing is true, that is the
    /// chance that any is chosen. Within the R chosen of G families the rate is `rate`·R/G (Y. Benjamini and M. Bogomolov, 2014), so that the
    /// expected share of false ones stays below it on average over the families chosen. Independent or positively dependent
    /// tests are assumed.
    ///
    /// - Returns: for each family the indexes of its p that stand, in rising order.
    /// - Complexity: O(n log n).
    public static func standing(_ families: [Family], chance: Double, rate: Double) -> [[Int]] {
        let whole = Family(p: families.map(\.simes), count: families.count)
        let chosen = Set(whole.rejected(rate: chance))
        let share = rate * Double(chosen.count) / Double(max(1, families.count))
        return families.indices.map { chosen.contains($0) ? families[$0].rejected(rate: share) : [] }
    }
}
