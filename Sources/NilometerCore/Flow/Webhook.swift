public import Foundation

/// A receiver of a project's events.
public struct Webhook: Sendable, Equatable {
    /// The public id, `whk_…`.
    public var id: String
    /// The project's slug.
    public var project: String
    /// Where events are sent.
    public var url: String
    /// The signing secrets, newest first: one, or two for a time after a rotation.
    public var secrets: [WebhookSecret]
    /// Whether events are sent.
    public var isActive: Bool
    /// When it was made.
    public var createdAt: Date

    /// Makes a webhook.
    public init(
        id: String,
        project: String,
        url: String,
        secrets: [WebhookSecret],
        isActive: Bool,
        createdAt: Date
    ) {
        self.id = id
        self.project = project
        self.url = url
        self.secrets = secrets
        self.isActive = isActive
        self.createdAt = createdAt
    }

    /// The secrets that sign at a time.
    public func liveSecrets(at now: Date) -> [WebhookSecret] {
        secrets.filter { secret in secret.endsAt.map { $0 > now } ?? true }
    }
}
