/// Whether a function can be inlined, and what it costs.
public struct InliningDecision: Sendable, Hashable {
    /// Where it is declared.
    public var place: SourcePlace
    /// The package's import path; nil where it is not known.
    public var package: String?
    /// The function, as the compiler names it.
    public var function: String
    /// Whether it can be inlined.
    public var canInline: Bool
    /// The compiler's cost; nil where it does not say.
    public var cost: Int?
    /// The reason why not, such as `function too complex: cost 99 exceeds budget 80`; nil where it can.
    public var reason: String?

    /// Makes a decision.
    public init(
        place: SourcePlace,
        package: String? = nil,
        function: String,
        canInline: Bool,
        cost: Int? = nil,
        reason: String? = nil
    ) {
        self.place = place
        self.package = package
        self.function = function
        self.canInline = canInline
        self.cost = cost
        self.reason = reason
    }
}
