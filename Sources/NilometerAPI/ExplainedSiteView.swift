public import NilometerCore

/// One place that a rise comes from, as the API shows it; what is not known is absent.
public struct ExplainedSiteView: Codable, Sendable {
    /// The file, below the root of the repository.
    public var file: String
    /// The line at the later commit; 0 where only the function is known.
    public var line: Int
    /// The function; empty where it is not known.
    public var function: String
    /// The expression, as the compiler prints it.
    public var expression: String
    /// What one operation costs more here.
    public var difference: Double?
    /// The part of the rise.
    public var share: Double?
    /// One clause in the compiler's own words.
    public var reason: String
    /// The compiler's chain of reasons, a line a step.
    public var chain: [String]
    /// What kind of cause it is.
    public var pattern: AllocationPattern
    /// How sure the pattern is, 0 to 1.
    public var confidence: Double
    /// What to do about it.
    public var fix: String
    /// A small example of the fix.
    public var example: ExplainedSite.Example?
    /// What was changed and led to it.
    public var cause: SourcePlace?
    /// One clause that says what the cause is.
    public var causeReason: String?
    /// The outermost functions that lead here.
    public var callers: [String]
    /// Where the bytes come from in truth, if not the place itself.
    public var leaf: String?

    /// Shows a site.
    public init(_ site: ExplainedSite) {
        func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
        file = site.place.file
        line = site.place.line
        function = site.function
        expression = site.expression
        difference = finite(site.difference)
        share = finite(site.share)
        reason = site.reason
        chain = site.chain
        pattern = site.pattern
        confidence = finite(site.confidence) ?? 0
        fix = site.fix
        example = site.example
        cause = site.cause
        causeReason = site.causeReason
        callers = site.callers
        leaf = site.leaf
    }
}
