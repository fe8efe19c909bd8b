/// How often a project's points and alerts were false, as far as that is known.
///
/// Known without any doubt is that nothing changed between two runs of one commit and between equal binaries; for alerts people say so.
public struct RealisedRate: Sendable, Equatable {
    /// The name of the rule that it is of; `default` where no rule fits.
    public var rule: String
    /// How many pairs of successive runs of one commit were compared.
    public var reruns: Int
    /// How many of them differed by more than all but one in a hundred of the series' steps from run to run would.
    public var differingReruns: Int
    /// Between how many neighbouring commits with equal binaries series were measured.
    public var equalBinaries: Int
    /// How many confirmed changes lie between equal binaries.
    public var changedBinaries: Int
    /// How many alerts were told.
    public var alerts: Int
    /// How many of them people called invalid.
    public var invalidAlerts: Int
    /// By how much the project is stricter for it.
    public var factor: Double
    /// How many points come a month.
    public var pointsPerMonth: Double
    /// The strength in decades that a change of one series alone needs; infinite where none is enough.
    public var level: Double

    /// The share of re-runs that differed; nil where there is none; 0.01 is what chance gives.
    public var shareOfReruns: Double? { reruns > 0 ? Double(differingReruns) / Double(reruns) : nil }
}
