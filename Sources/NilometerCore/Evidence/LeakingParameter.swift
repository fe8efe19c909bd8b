/// A parameter that a function keeps or returns, so that its argument may have to live on the heap.
public struct LeakingParameter: Sendable, Hashable {
    /// Where it is declared.
    public var place: SourcePlace
    /// The package's import path; nil where it is not known.
    public var package: String?
    /// The function, as the compiler names it: `Record`, `(*T).Push`; nil where the file does not say.
    public var function: String?
    /// The parameter's name.
    public var parameter: String
    /// Where it goes: `{heap}`, or a result; nil where the file does not say.
    public var destination: String?
    /// Whether what it points to is kept, and not the parameter itself.
    public var isContent: Bool
    /// How, step by step.
    public var flow: [FlowStep]

    /// Makes a leaking parameter.
    public init(
        place: SourcePlace,
        package: String? = nil,
        function: String? = nil,
        parameter: String,
        destination: String? = nil,
        isContent: Bool = false,
        flow: [FlowStep] = []
    ) {
        self.place = place
        self.package = package
        self.function = function
        self.parameter = parameter
        self.destination = destination
        self.isContent = isContent
        self.flow = flow
    }
}
