/// What is said of a commit beside its name.
public struct ForgeStatus: Sendable, Equatable {
    /// The states that every forge can say in its own words.
    public enum State: Sendable, Equatable, CaseIterable {
        /// It may pass.
        case success
        /// It may not pass.
        case failure
        /// Neither: nothing was compared.
        case neutral
        /// It could not be found out.
        case error
    }

    /// The longest description that is shown.
    public static let mostLetters = 140

    /// The name under which it stands.
    public var name: String
    /// What is said.
    public var state: State
    /// Why, in one line of at most 140 letters.
    public var description: String
    /// Where more is found.
    public var link: String?
    /// The whole answer as Markdown, for forges that show it.
    public var summary: String

    /// Makes a status; a longer description is cut.
    public init(name: String, state: State, description: String, link: String?, summary: String) {
        self.name = name
        self.state = state
        self.description =
            description.count <= Self.mostLetters ? description : description.prefix(Self.mostLetters - 1) + "…"
        self.link = link
        self.summary = summary
    }
}
