/// Something that many series of a machine did together, and that the code cannot have caused; or a silence.
public struct Sighting: Sendable, Equatable {
    /// `missing`, `instrument` or `environment`.
    public var kind: Alert.Kind
    /// The machine's name.
    public var machine: String
    /// The metric's name; nil where it is about more than one.
    public var metric: String?
    /// The first commit at which it was seen.
    public var commit: String
    /// The last commit before.
    public var fromCommit: String
    /// The first commit at which it was over; nil while it lasts.
    public var backAt: String?
    /// The ids of the series concerned; empty where a whole machine is.
    public var series: [String]
    /// What was seen, where, since when.
    public var sentence: String

    /// Makes a sighting.
    public init(
        kind: Alert.Kind,
        machine: String,
        metric: String? = nil,
        commit: String,
        fromCommit: String,
        backAt: String? = nil,
        series: [String],
        sentence: String
    ) {
        self.kind = kind
        self.machine = machine
        self.metric = metric
        self.commit = commit
        self.fromCommit = fromCommit
        self.backAt = backAt
        self.series = series
        self.sentence = sentence
    }
}
