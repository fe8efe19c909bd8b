/// The rules of a project as its default branch declares them.
public struct ProjectRules: Sendable, Equatable {
    /// The text of `nilometer.toml`.
    public var text: String
    /// The commit that it came with.
    public var commit: String

    /// Makes it.
    public init(text: String, commit: String) {
        self.text = text
        self.commit = commit
    }
}
