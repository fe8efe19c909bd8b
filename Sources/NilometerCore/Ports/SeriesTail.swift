/// The points of a series that a sweep needs, and what is kept of those before them.
public struct SeriesTail: Sendable, Equatable {
    /// From the first commit of what is kept on, or all where nothing holds; in commit order.
    public var points: [Point]
    /// What is kept; nil where nothing is, or where the runs it stands on are others by now.
    public var kept: KeptState?
    /// For each commit of the points, a number that says which runs stand up to it, and in what order.
    ///
    /// It differs as soon as a run came before or at the commit, was deleted there, or took another place.
    public var seals: [String: Int64]

    /// Makes a tail.
    public init(points: [Point], kept: KeptState?, seals: [String: Int64]) {
        self.points = points
        self.kept = kept
        self.seals = seals
    }
}
