/// What one attempt to deliver met.
public struct DeliveryResult: Sendable, Equatable {
    /// Whether the receiver took it: a 2xx status.
    public var isTaken: Bool
    /// A status or a sentence, for people.
    public var text: String
    /// How many seconds the receiver asked to wait.
    public var retryAfter: Double?

    /// Makes a result.
    public init(isTaken: Bool, text: String, retryAfter: Double? = nil) {
        self.isTaken = isTaken
        self.text = text
        self.retryAfter = retryAfter
    }
}
