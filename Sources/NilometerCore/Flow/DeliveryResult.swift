/// What one attempt to deliver met.
public struct DeliveryResult: Sendable, Equatable {
    /// Whether the receiver took it: a 2xx status.
    public var isTaken: Bool
    /// Whether the receiver is gone for good and wants nothing more: status 410.
    public var isGone: Bool
    /// A status or a sentence, for people.
    public var text: String
    /// How many seconds the receiver asked to wait.
    public var retryAfter: Double?

    /// Makes a result.
    public init(isTaken: Bool, isGone: Bool = false, text: String, retryAfter: Double? = nil) {
        self.isTaken = isTaken
        self.isGone = isGone
        self.text = text
        self.retryAfter = retryAfter
    }
}
