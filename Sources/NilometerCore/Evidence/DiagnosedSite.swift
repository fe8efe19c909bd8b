/// One place of which a compiler said that it allocates on the heap, or that it does not.
public struct DiagnosedSite: Sendable, Hashable {
    /// What is said of the place.
    public enum Kind: String, Sendable, Codable {
        /// Go: `EXPR escapes to heap`.
        case escapes
        /// Go: `moved to heap: v`; the place is the variable's declaration.
        case movedToHeap
        /// Go: `EXPR does not escape`.
        case doesNotEscape
        /// Swift: `heap allocated ref of type`.
        case classInstance
        /// Swift: `heap allocated box of type`.
        case closureBox
        /// Swift: `stack allocated ref of type`.
        case onStack
        /// A conversion to a protocol's existential, or another allocation that a compiler tells of.
        case other
    }

    /// Where.
    public var place: SourcePlace
    /// What is said.
    public var kind: Kind
    /// The expression or type, as the compiler prints it, with runs of blanks as one.
    public var expression: String
    /// The function that contains it, as the compiler names it; nil where it does not.
    public var function: String?
    /// The package or module; nil where it is not known.
    public var package: String?
    /// Why, step by step, in the compiler's order; empty where no reasons were asked for.
    public var flow: [FlowStep]

    /// Makes a site.
    public init(
        place: SourcePlace,
        kind: Kind,
        expression: String,
        function: String? = nil,
        package: String? = nil,
        flow: [FlowStep] = []
    ) {
        self.place = place
        self.kind = kind
        self.expression = expression
        self.function = function
        self.package = package
        self.flow = flow
    }

    /// All edges of the flow in order.
    public var edges: [FlowEdge] { flow.flatMap(\.edges) }
    /// Whether the compiler says that it is on the heap.
    public var isHeap: Bool { kind != .doesNotEscape && kind != .onStack }
}
