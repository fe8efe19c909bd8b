/// What a report declares of a unit.
public struct UnitFact: Sendable, Equatable {
    /// The direction that is an improvement; nil when not declared.
    public var better: Better?
    /// Whether values are exact; nil when not declared.
    public var assumesExact: Bool?

    /// Makes a fact.
    public init(better: Better? = nil, assumesExact: Bool? = nil) {
        self.better = better
        self.assumesExact = assumesExact
    }
}
