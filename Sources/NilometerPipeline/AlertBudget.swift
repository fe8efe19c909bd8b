import NilometerStatistics

/// Decides which changes a project can afford to be told of: at most so many false alerts a month.
///
/// Pure. A point's share of the month's budget is the chance that it may spend on a false alert, so a change of one series alone
/// needs `level`; changes of several series at one place of the history support one another.
public struct AlertBudget: Sendable, Equatable {
    /// A change that asks to be told.
    public struct Candidate: Sendable, Equatable {
        /// Its id.
        public var id: String
        /// Where it is: changes with the same last commit before and first commit after are judged together.
        public var place: [String]
        /// The machine's name.
        public var machine: String
        /// Its strength in decades, as `StepStrength` gives it.
        public var strength: Double

        /// Makes a candidate.
        public init(id: String, place: [String], machine: String, strength: Double) {
            self.id = id
            self.place = place
            self.machine = machine
            self.strength = strength
        }
    }

    /// The largest share of false ones among the changes that an alert tells of.
    public static let falseShare = 0.05

    /// How many false alerts a month are allowed.
    public var perMonth: Double
    /// How many points of noisy series come a month; 0 where that is not known, and only `falseShare` counts.
    public var pointsPerMonth: Double
    /// How often false changes of each strength are.
    public var rate: FalseAlarmRate

    /// Makes a budget.
    public init(perMonth: Double, pointsPerMonth: Double, rate: FalseAlarmRate = FalseAlarmRate()) {
        self.perMonth = perMonth
        self.pointsPerMonth = pointsPerMonth
        self.rate = rate
    }

    /// The strength in decades that a change of one series alone needs.
    public var level: Double {
        rate.strength(perPoint: pointsPerMonth > 0 ? perMonth / pointsPerMonth : Self.falseShare)
    }

    /// The chance that a place may spend at which so many series are measured.
    public func chance(series: Int) -> Double {
        guard pointsPerMonth > 0 else { return Self.falseShare }
        return min(Self.falseShare, perMonth * Double(series) / pointsPerMonth)
    }

    /// Decides which candidates may be told.
    ///
    /// At each place the series of a machine are a family; what is confirmed nowhere else counts as a p of 1.
    ///
    /// - Parameters:
    ///   - candidates: all confirmed changes for the worse that are subject to the budget.
    ///   - series: how many noisy series each machine has at a place.
    /// - Returns: those whose alert may be opened.
    /// - Complexity: O(n log n).
    public func affordable(_ candidates: [Candidate], series: [String: Int]) -> Set<String> {
        var told: Set<String> = []
        let machines = series.keys.sorted()
        for (_, here) in Dictionary(grouping: candidates, by: \.place) {
            let families = Dictionary(grouping: here, by: \.machine)
            let names = Set(machines).union(families.keys).sorted()
            let tests = names.map { name in
                ManyFamilies.Family(
                    p: (families[name] ?? []).map { rate.perPoint(strength: $0.strength) },
                    count: series[name] ?? 0
                )
            }
            let chance = chance(series: tests.reduce(0) { $0 + $1.count })
            let standing = ManyFamilies.standing(tests, chance: chance, rate: Self.falseShare)
            for (name, kept) in zip(names, standing) { told.formUnion(kept.map { (families[name] ?? [])[$0].id }) }
        }
        return told
    }
}
