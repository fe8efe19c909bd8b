public import NilometerCore

/// A project as the API shows it.
public struct ProjectView: Codable, Sendable {
    /// The id in URLs.
    public var slug: String
    /// The name.
    public var name: String
    /// The branch whose changes are kept.
    public var defaultBranch: String
    /// When it was made.
    public var createdAt: String
    /// How many false alerts a month are allowed.
    public var alertBudget: Double

    /// Shows a project.
    public init(_ project: Project) {
        slug = project.slug
        name = project.name
        defaultBranch = project.defaultBranch
        createdAt = Timestamp.text(project.createdAt)
        alertBudget = project.alertBudget
    }
}
