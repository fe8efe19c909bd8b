/// One place that a rise comes from, with the reason as far as it is known.
public struct ExplainedSite: Sendable, Equatable {
    /// Where it allocates at the later commit; the line is 0 where only the function is known.
    public var place: SourcePlace
    /// The function, as the evidence names it; empty where it does not.
    public var function: String
    /// The expression, as the compiler prints it, or the source line; empty where neither is known.
    public var expression: String
    /// What one operation costs more here, in the explained metric's unit; nil without a profile.
    public var difference: Double?
    /// The part of the rise, 1 being all of it; nil without a profile.
    ///
    /// It may exceed 1 because reported counts are cut.
    public var share: Double?
    /// One clause in the compiler's own words; empty without diagnostics.
    public var reason: String
    /// The compiler's chain of reasons, a line a step.
    public var chain: [String]
    /// What kind of cause it is.
    public var pattern: AllocationPattern
    /// How sure the pattern is, 0 to 1; 0.8 is high, 0.5 middle.
    public var confidence: Double
    /// What to do about it, one sentence; empty for `unknown`.
    public var fix: String
    /// A small example, before and after the fix; nil for `unknown`.
    public var example: Example?
    /// What was changed and led to it, where that could be found.
    public var cause: SourcePlace?
    /// One clause that says what the cause is; nil without one.
    public var causeReason: String?
    /// The outermost functions that lead here, outermost first, for people.
    public var callers: [String]
    /// Where the bytes come from in truth, if not the place itself, such as `fmt.Sprintf`.
    public var leaf: String?

    /// A small example of a fix.
    public struct Example: Sendable, Equatable, Codable {
        /// Code that allocates.
        public var before: String
        /// Code that does not, or less.
        public var after: String

        /// Makes an example.
        public init(before: String, after: String) {
            self.before = before
            self.after = after
        }
    }

    /// Makes a site of which nothing but its place and pattern is known; the rest is set where it is.
    public init(place: SourcePlace, pattern: AllocationPattern = .unknown, confidence: Double = 0) {
        self.place = place
        self.pattern = pattern
        self.confidence = confidence
        function = ""
        expression = ""
        reason = ""
        chain = []
        fix = ""
        callers = []
    }
}
