/// The commits between which a level moved.
public struct CommitRange: Codable, Sendable {
    /// The last commit on the old level.
    public var from: String
    /// The first commit on the new level.
    public var to: String

    /// Makes a range.
    public init(from: String, to: String) {
        self.from = from
        self.to = to
    }
}
