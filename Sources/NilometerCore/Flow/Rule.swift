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
    /// The smallest change that is told, as a share of the level before.
    public var smallestShare: Double?
    /// The smallest change that is told, in the canonical unit.
    public var smallestDifference: Double?
    /// What kind of values are assumed.
    public var kind: Kind?
    /// Which direction is an improvement.
    public var better: Better?
    /// Whether the series are left alone.
    public var isIgnored: Bool?
    /// When changes are told.
    public var delivery: Delivery?

    /// Makes a rule that asks for nothing, of all series.
    public init() {}

    /// Whether it is about a series.
    public func fits(_ series: Series) -> Bool {
        (benchmark?.fits(series.key.benchmark) ?? true) && (metric?.fits(series.key.metric) ?? true)
            && (machine?.fits(series.machine) ?? true)
    }

    /// Whether a change is large enough to be told.
    public func isLargeEnough(_ change: Change) -> Bool {
        let difference = abs(change.after - change.before)
        if let smallestDifference, difference < smallestDifference { return false }
        guard let smallestShare, change.before != 0 else { return true }
        return difference / abs(change.before) >= smallestShare
    }

    /// What both ask; where they differ, what `later` asks.
    func and(_ later: Rule) -> Rule {
        var both = later
        both.smallestShare = later.smallestShare ?? smallestShare
        both.smallestDifference = later.smallestDifference ?? smallestDifference
        both.kind = later.kind ?? kind
        both.better = later.better ?? better
        both.isIgnored = later.isIgnored ?? isIgnored
        both.delivery = later.delivery ?? delivery
        return both
    }
}
