/// What the upload of a change request says of the place it left.
public struct MergeBase: Sendable, Equatable, Codable {
    /// The branch that the change request goes to; nil is the project's default branch.
    public var branch: String?
    /// The merge base at the time of the upload; nil when unknown.
    public var sha: String?
    /// First-parent history of the merge base, newest first; empty when unknown, and once the graph knows it.
    public var line: [String] = []

    private enum CodingKeys: String, CodingKey { case branch, sha }

    /// Makes it.
    public init(branch: String? = nil, sha: String? = nil, line: [String] = []) {
        self.branch = branch
        self.sha = sha
        self.line = line
    }
}
