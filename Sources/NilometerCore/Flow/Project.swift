public import Foundation

/// One code base.
public struct Project: Sendable, Equatable {
    /// The id in URLs: letters, digits, `-`, `_` and `.`, 1 to 100.
    public var slug: String
    /// The name that people see.
    public var name: String
    /// The branch whose changes are kept.
    public var defaultBranch: String
    /// When it was made.
    public var createdAt: Date
    /// How many false alerts a month are allowed; 0 or more.
    public var alertBudget: Double

    /// Makes a project.
    public init(slug: String, name: String, defaultBranch: String, createdAt: Date, alertBudget: Double = 1) {
        self.slug = slug
        self.name = name
        self.defaultBranch = defaultBranch
        self.createdAt = createdAt
        self.alertBudget = alertBudget
    }
}
