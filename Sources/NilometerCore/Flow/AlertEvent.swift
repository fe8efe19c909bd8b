public import Foundation

/// One transition of an alert, to be told to every webhook.
public struct AlertEvent: Sendable, Equatable {
    /// The public id, `evt_…`.
    public var id: String
    /// `alert.opened`, `alert.updated`, `alert.recovered`, `alert.resolved` or `webhook.test`.
    public var type: String
    /// The alert as it stood after the event; nil for a test, and where only the event was asked for.
    public var alert: Alert?
    /// When it happened.
    public var at: Date
    /// Who did it: `nilometer`, or a token's id.
    public var actor: String
    /// The text that receivers get, made once so that every attempt sends the same bytes.
    public var body: String

    /// Makes an event.
    public init(id: String, type: String, alert: Alert?, at: Date, actor: String, body: String) {
        self.id = id
        self.type = type
        self.alert = alert
        self.at = at
        self.actor = actor
        self.body = body
    }
}
