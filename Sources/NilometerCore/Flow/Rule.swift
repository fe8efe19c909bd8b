/// What a project asks of the series whose names fit.
///
/// What is nil is left to earlier rules, and to what is built in.
public struct Rule: Sendable, Equatable {
    /// When a confirmed change is told.
    public enum Delivery: String, Sendable, Codable, CaseIterable {
        /// Once the project's budget of false alerts affords it.
        case budget
        /// At once.
        case always
        /// Not at all; it is shown.
        case never
    }

    /// What kind of values are assumed.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// Every difference is real.
        case exact
        /// Values vary by chance.
        case noisy
    }

    /// Which benchmarks it is about; nil for all.
    public var benchmark: Glob?
    /// Which metrics; nil for all.
    public var metric: Glob?
    /// Which machines; nil for all.
    public var machine: Glob?
    /// The canonical unit of the amounts below; nil where they are bare numbers, which hold in any unit.
    public var unit: String?
    /// The smallest change that is told, as a share of the level before.
    public var smallestShare: Double?
    /// The smallest change that is told, in the canonical unit.
    public var smallestDifference: Double?
    /// The highest level that is allowed, in the canonical unit.
    public var most: Double?
    /// The lowest level that is allowed, in the canonical unit.
    public var least: Double?
    /// What kind of values are assumed.
    public var kind: Kind?
    /// Which direction is an improvement.
    public var better: Better?
    /// Who answers for the series, as people call them.
    public var owner: String?
    /// Whether the series are left alone.
    public var isIgnored: Bool?
    /// When changes are told.
    public var delivery: Delivery?

    /// Makes a rule that asks for nothing, of all series.
    public init() {}

    /// Whether it is about a series.
    public func fits(_ series: Series) -> Bool { fits(series.key, machine: series.machine) }

    /// Whether it is about what has these names.
    public func fits(_ key: SeriesKey, machine name: String) -> Bool {
        (benchmark?.fits(key.benchmark) ?? true) && (metric?.fits(key.metric) ?? true) && (machine?.fits(name) ?? true)
    }

    /// Whether a change is large enough to be told.
    public func isLargeEnough(_ change: Change) -> Bool { isLargeEnough(before: change.before, after: change.after) }

    /// Whether the step from one level to another is large enough to be told.
    public func isLargeEnough(before: Double, after: Double) -> Bool {
        let difference = abs(after - before)
        if let smallestDifference, difference < smallestDifference { return false }
        guard let smallestShare, before != 0 else { return true }
        return difference / abs(before) >= smallestShare
    }

    /// Whether a level is above the most or below the least that is allowed.
    public func isBroken(by level: Double) -> Bool {
        level > most ?? .infinity || level < least ?? -.infinity
    }

    /// What both ask; where they differ, what `later` asks.
    ///
    /// A later smallest change, whether share or amount, takes the place of the earlier one.
    public func and(_ later: Rule) -> Rule {
        var both = later
        if later.smallestShare == nil && later.smallestDifference == nil {
            both.smallestShare = smallestShare
            both.smallestDifference = smallestDifference
        }
        both.most = later.most ?? most
        both.least = later.least ?? least
        both.unit = later.unit ?? unit
        both.kind = later.kind ?? kind
        both.better = later.better ?? better
        both.owner = later.owner ?? owner
        both.isIgnored = later.isIgnored ?? isIgnored
        both.delivery = later.delivery ?? delivery
        return both
    }

    /// The rule for series of a unit: without the amounts that are given in a unit of another dimension.
    func inUnit(_ wanted: String) -> Rule {
        guard let unit, unit != wanted else { return self }
        var rule = self
        (rule.unit, rule.smallestDifference, rule.most, rule.least) = (nil, nil, nil, nil)
        return rule
    }
}
