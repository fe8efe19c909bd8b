/// One edge of a flow: an expression and what happens there.
public struct FlowEdge: Sendable, Hashable {
    /// The expression as printed.
    public var expression: String
    /// The compiler's word for it, such as `address-of`, `call parameter`, `too large for stack`.
    public var reason: String
    /// Where.
    public var place: SourcePlace

    /// Makes an edge.
    public init(expression: String, reason: String, place: SourcePlace) {
        self.expression = expression
        self.reason = reason
        self.place = place
    }
}
