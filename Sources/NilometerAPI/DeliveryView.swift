public import NilometerCore

/// A delivery as the API shows it.
public struct DeliveryView: Codable, Sendable {
    /// The public id.
    public var id: String
    /// The event's id.
    public var event: String
    /// The event's type.
    public var type: String
    /// Where it stands.
    public var state: Delivery.State
    /// Attempts made.
    public var attempts: Int
    /// When the next attempt is due; absent once it ended.
    public var dueAt: String?
    /// When it was delivered or given up.
    public var endedAt: String?
    /// What the last attempt met.
    public var lastResult: String?

    /// Shows a delivery.
    public init(_ delivery: Delivery) {
        id = delivery.id
        event = delivery.event
        type = delivery.type
        state = delivery.state
        attempts = delivery.attempts
        dueAt = delivery.state == .waiting ? Timestamp.text(delivery.dueAt) : nil
        endedAt = delivery.state == .waiting ? nil : Timestamp.text(delivery.dueAt)
        lastResult = delivery.lastResult
    }
}
