/// A series as people see it: who it is, and its unit.
public struct Series: Sendable, Equatable {
    /// The public id, `ser_…`.
    public var id: String
    /// The project's slug.
    public var project: String
    /// The identity within the project.
    public var key: SeriesKey
    /// The machine's name.
    public var machine: String
    /// The canonical unit.
    public var unit: String
    /// Which direction is an improvement.
    public var better: Better
    /// Whether the values are exact from the first point.
    public var isExact: Bool
    /// Who answers for it, as the project's rules say; nil where they do not, or were not asked.
    public var owner: String?

    /// Makes a series.
    public init(
        id: String,
        project: String,
        key: SeriesKey,
        machine: String,
        unit: String,
        better: Better,
        isExact: Bool
    ) {
        self.id = id
        self.project = project
        self.key = key
        self.machine = machine
        self.unit = unit
        self.better = better
        self.isExact = isExact
    }
}
