/// One step of a compiler's reason: a value flows from a source to a destination.
public struct FlowStep: Sendable, Hashable {
    /// Where it goes: `{heap}`, `{temp}`, `{storage for E}`, a name, or `~rN` for a result.
    public var destination: String
    /// Where it comes from, with the compiler's prefix `&` or `*`.
    public var source: String
    /// How, each with its own place.
    public var edges: [FlowEdge]

    /// Makes a step.
    public init(destination: String, source: String, edges: [FlowEdge] = []) {
        self.destination = destination
        self.source = source
        self.edges = edges
    }
}
