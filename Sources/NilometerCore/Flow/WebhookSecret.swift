public import Foundation

/// A signing secret of a webhook as it is kept: sealed, never in the clear.
public struct WebhookSecret: Sendable, Equatable {
    /// The sealed text, in base64.
    public var sealed: String
    /// Which key seals it.
    public var keyID: String
    /// When it stops signing; nil for the newest secret.
    public var endsAt: Date?

    /// Makes a sealed secret.
    public init(sealed: String, keyID: String, endsAt: Date? = nil) {
        self.sealed = sealed
        self.keyID = keyID
        self.endsAt = endsAt
    }
}
