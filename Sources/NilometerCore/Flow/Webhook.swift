public import Foundation

/// A receiver of a project's events.
public struct Webhook: Sendable, Equatable {
    /// The public id, `whk_…`.
    public var id: String
    /// The project's slug.
    public var project: String
    /// Where events are sent.
    public var url: String
    /// The signing secret, `whsec_…`; shown once.
    public var secret: String
    /// Whether events are sent.
    public var isActive: Bool
    /// When it was made.
    public var createdAt: Date

    /// Makes a webhook.
    public init(id: String, project: String, url: String, secret: String, isActive: Bool, createdAt: Date) {
        self.id = id
        self.project = project
        self.url = url
        self.secret = secret
        self.isActive = isActive
        self.createdAt = createdAt
    }
}
