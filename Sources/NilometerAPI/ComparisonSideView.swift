public import NilometerCore

/// One side of a comparison as the API shows it.
public struct ComparisonSideView: Codable, Sendable {
    /// The words of the question.
    public var asked: String
    /// The commit that was used; null when there was none.
    public var commit: String?
    /// The branch along whose line its points were read.
    public var branch: String?
    /// The ids of the runs that were used.
    public var runs: [String]
    /// Why these.
    public var reason: String
    /// How many commits lie between the commit that was asked for and the one that was used; null when not known.
    public var distance: Int?

    /// Shows a side.
    public init(_ side: ComparisonSide) {
        asked = side.asked
        commit = side.commit
        branch = side.branch
        runs = side.runs.map(\.id)
        reason = side.reason
        distance = side.distance
    }

    /// Writes commit, branch and distance also when they are null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(asked, forKey: .asked)
        try container.encode(commit, forKey: .commit)
        try container.encode(branch, forKey: .branch)
        try container.encode(runs, forKey: .runs)
        try container.encode(reason, forKey: .reason)
        try container.encode(distance, forKey: .distance)
    }
}
