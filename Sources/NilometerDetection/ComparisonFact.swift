/// What the runs of both sides say of one fact, such as the processor.
public struct ComparisonFact: Sendable, Equatable {
    /// The values on the old side, each once, sorted.
    public var old: [String] = []
    /// The values on the new side.
    public var new: [String] = []
}
