/// Wakes one service; rings that nobody has heard yet count once.
public struct Doorbell: Sendable {
    /// The rings, for one listener.
    public let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    /// Makes a doorbell that has been rung once, so that work left by an earlier process is found.
    public init() {
        (rings, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        continuation.yield()
    }

    /// Rings.
    public func ring() { continuation.yield() }
}
