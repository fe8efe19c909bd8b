public import NilometerCore

/// Why one benchmark and metric got worse, as the API shows it.
public struct ExplanationView: Codable, Sendable {
    /// The benchmark.
    public var benchmark: String
    /// Its parameters.
    public var parameters: [String: String]
    /// The metric.
    public var metric: String
    /// The canonical unit.
    public var unit: String
    /// The machine's name; absent where no server was asked.
    public var machine: String?
    /// The level before; null where it is no number.
    public var before: Double?
    /// The level after; null where it is no number.
    public var after: Double?
    /// The part of the rise that the sites explain; null without a profile.
    public var explained: Double?
    /// The ids of the kinds of evidence that were used.
    public var evidence: [String]
    /// The places, the largest share first.
    public var sites: [ExplainedSiteView]
    /// What limits the answer.
    public var warnings: [Warning]

    /// Shows an explanation.
    public init(_ explanation: Explanation, machine: String? = nil) {
        func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
        benchmark = explanation.moved.key.benchmark
        parameters = explanation.moved.key.parameters
        metric = explanation.moved.key.metric
        unit = explanation.moved.unit
        self.machine = machine
        before = finite(explanation.moved.before)
        after = finite(explanation.moved.after)
        explained = finite(explanation.explained)
        evidence = explanation.evidence
        sites = explanation.sites.map(ExplainedSiteView.init)
        warnings = explanation.warnings
    }

    /// Writes every figure, also those that are null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(benchmark, forKey: .benchmark)
        try container.encode(parameters, forKey: .parameters)
        try container.encode(metric, forKey: .metric)
        try container.encode(unit, forKey: .unit)
        try container.encodeIfPresent(machine, forKey: .machine)
        try container.encode(before, forKey: .before)
        try container.encode(after, forKey: .after)
        try container.encode(explained, forKey: .explained)
        try container.encode(evidence, forKey: .evidence)
        try container.encode(sites, forKey: .sites)
        try container.encode(warnings, forKey: .warnings)
    }
}
