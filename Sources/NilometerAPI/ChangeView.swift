public import NilometerCore

/// A change as the API shows it.
public struct ChangeView: Codable, Sendable {
    /// The public id.
    public var id: String
    /// The series' id.
    public var series: String
    /// The benchmark.
    public var benchmark: String
    /// Its parameters.
    public var parameters: [String: String]
    /// The metric.
    public var metric: String
    /// The machine's name.
    public var machine: String
    /// How sure it is.
    public var state: ChangeState
    /// What kind of change.
    public var label: String
    /// The first commit on the new level.
    public var commit: String
    /// Where the level moved.
    public var commitRange: CommitRange
    /// The level before.
    public var before: Double
    /// The level after.
    public var after: Double
    /// After less before.
    public var difference: Double
    /// After over before; null for exact series.
    public var ratio: Double?
    /// The interval of the ratio.
    public var interval: [Double]?
    /// The score of the test.
    public var p: Double?
    /// Possible causes: what else changed at the neighbouring runs, as `toolchain go1.21.5 → go1.22.0`.
    public var causes: [String]
    /// Who answers for the series; absent where no rule says it.
    public var owner: String?

    /// Shows a change.
    public init(_ change: Change) {
        id = change.id
        series = change.series.id
        benchmark = change.series.key.benchmark
        parameters = change.series.key.parameters
        metric = change.series.key.metric
        machine = change.series.machine
        state = change.state
        label = change.label
        commit = change.commit
        commitRange = CommitRange(from: change.fromCommit, to: change.commit)
        before = change.before
        after = change.after
        difference = change.after - change.before
        ratio = change.ratio
        interval = change.interval.map { [$0.lowerBound, $0.upperBound] }
        p = change.p
        causes = change.causes
        owner = change.series.owner
    }

    /// Writes ratio, interval and p even when they are null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(series, forKey: .series)
        try container.encode(benchmark, forKey: .benchmark)
        try container.encode(parameters, forKey: .parameters)
        try container.encode(metric, forKey: .metric)
        try container.encode(machine, forKey: .machine)
        try container.encode(state, forKey: .state)
        try container.encode(label, forKey: .label)
        try container.encode(commit, forKey: .commit)
        try container.encode(commitRange, forKey: .commitRange)
        try container.encode(before, forKey: .before)
        try container.encode(after, forKey: .after)
        try container.encode(difference, forKey: .difference)
        try container.encode(ratio, forKey: .ratio)
        try container.encode(interval, forKey: .interval)
        try container.encode(p, forKey: .p)
        try container.encode(causes, forKey: .causes)
        try container.encodeIfPresent(owner, forKey: .owner)
    }
}
