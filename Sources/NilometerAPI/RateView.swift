/// How often a project's points and alerts were false, as the API shows it.
public struct RateView: Codable, Sendable {
    /// The rule; `default` where no rule fits.
    public var rule: String
    /// Pairs of successive runs of one commit.
    public var reruns: Int
    /// Those that differed by more than all but one in a hundred would.
    public var differingReruns: Int
    /// Places between neighbouring commits whose binaries are equal.
    public var equalBinaries: Int
    /// Those at which a confirmed change lies.
    public var changedBinaries: Int
    /// Alerts that were told.
    public var alerts: Int
    /// Those that people called invalid.
    public var invalidAlerts: Int
    /// By how much the project is stricter for it.
    public var factor: Double
    /// How many points of noisy series come a month.
    public var pointsPerMonth: Double
    /// The strength in decades that a change of one series alone needs; absent where none is enough.
    public var level: Double?

    /// Shows a rate; a `level` that is not finite is left out.
    public init(
        rule: String,
        reruns: (compared: Int, differing: Int),
        binaries: (equal: Int, changed: Int),
        alerts: (told: Int, invalid: Int),
        factor: Double,
        pointsPerMonth: Double,
        level: Double
    ) {
        self.rule = rule
        (self.reruns, differingReruns) = reruns
        (equalBinaries, changedBinaries) = binaries
        (self.alerts, invalidAlerts) = alerts
        self.factor = factor
        self.pointsPerMonth = pointsPerMonth
        self.level = level.isFinite ? level : nil
    }
}
