public import NilometerCore

/// A webhook as the API shows it.
public struct WebhookView: Codable, Sendable {
    /// The public id.
    public var id: String
    /// Where events are sent.
    public var url: String
    /// Whether events are sent.
    public var active: Bool
    /// When it was made.
    public var createdAt: String
    /// The signing secret; only when it is made.
    public var secret: String?

    /// Shows a webhook.
    public init(_ webhook: Webhook, withSecret: Bool) {
        id = webhook.id
        url = webhook.url
        active = webhook.isActive
        createdAt = Timestamp.text(webhook.createdAt)
        secret = withSecret ? webhook.secret : nil
    }
}
