/// One measurement of a bisection.
public struct BisectionRun: Sendable, Equatable {
    /// The commit's place: 0 for the one before the range, then first-parent order.
    public var place: Int
    /// What was measured; finite.
    public var value: Double

    /// Makes a run.
    public init(place: Int, value: Double) {
        (self.place, self.value) = (place, value)
    }
}
