public import NilometerCore

/// The rules of a project as the API shows them.
public struct RulesView: Codable, Sendable {
    /// One rule; what is absent is not asked.
    public struct Item: Codable, Sendable {
        /// Which benchmarks it is about.
        public var benchmark: String?
        /// Which metrics.
        public var metric: String?
        /// Which machines.
        public var machine: String?
        /// The smallest change that counts, as a share of the level before.
        public var smallestShare: Double?
        /// The smallest change that counts, in the unit.
        public var smallestDifference: Double?
        /// The highest level that is allowed.
        public var most: Double?
        /// The lowest level that is allowed.
        public var least: Double?
        /// The unit of the amounts.
        public var unit: String?
        /// What kind of values are assumed.
        public var `class`: Rule.Kind?
        /// The better direction.
        public var better: Better?
        /// Who answers for the series.
        public var owner: String?
        /// Whether the series are left alone.
        public var ignore: Bool?
        /// When changes are told.
        public var delivery: Rule.Delivery?

        /// Shows a rule.
        public init(_ rule: Rule) {
            benchmark = rule.benchmark?.pattern
            metric = rule.metric?.pattern
            machine = rule.machine?.pattern
            smallestShare = rule.smallestShare
            smallestDifference = rule.smallestDifference
            most = rule.most
            least = rule.least
            unit = rule.unit
            self.class = rule.kind
            better = rule.better
            owner = rule.owner
            ignore = rule.isIgnored
            delivery = rule.delivery
        }
    }

    /// The text of `nilometer.toml`; null where none has come with a run of the default branch.
    public var text: String?
    /// The commit that it came with.
    public var commit: String?
    /// How many false alerts a month are allowed; null where the text leaves it to the project.
    public var alertBudget: Double?
    /// When a gate fails.
    public var gate: GatePolicy
    /// The rules in their order; a later one wins.
    public var rules: [Item]

    /// Shows rules.
    public init(_ stored: ProjectRules?, _ rules: Rules) {
        text = stored?.text
        commit = stored?.commit
        alertBudget = rules.alertBudget
        gate = rules.gate
        self.rules = rules.rules.map(Item.init)
    }

    /// Writes text, commit and budget also when they are null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(text, forKey: .text)
        try container.encode(commit, forKey: .commit)
        try container.encode(alertBudget, forKey: .alertBudget)
        try container.encode(gate, forKey: .gate)
        try container.encode(rules, forKey: .rules)
    }
}
