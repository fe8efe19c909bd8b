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
    /// Until when the secret before the newest signs as well.
    public var oldSecretEndsAt: String?
    /// The signing secret; only when it is made.
    public var secret: String?

    /// Shows a webhook, with the secret when it was just made.
    public init(_ webhook: Webhook, secret: String?) {
        id = webhook.id
        url = webhook.url
        active = webhook.isActive
        createdAt = Timestamp.text(webhook.createdAt)
        oldSecretEndsAt = webhook.secrets.compactMap(\.endsAt).first.map { Timestamp.text($0) }
        self.secret = secret
    }
}
