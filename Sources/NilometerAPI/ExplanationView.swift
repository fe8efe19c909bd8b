public import NilometerCore

/// An explanation as JSON.
public struct ExplanationView: Codable, Sendable {
    /// One site as JSON.
    public struct Site: Codable, Sendable {
        /// The path below the repository's root.
        public var file: String
        /// The line at the later commit; 0 where only the function is known.
        public var line: Int
        /// The function; empty where it is not known.
        public var function: String
        /// As the compiler prints it.
        public var expression: String
        /// The part of the rise; null without a profile.
        public var share: Double?
        /// What an operation costs more here, in the metric's unit; null without a profile.
        public var difference: Double?
        /// In the compiler's words.
        public var reason: String
        /// The compiler's reasons, a line a step.
        public var chain: [String]
        /// The kind of cause.
        public var pattern: AllocationPattern
        /// 0 to 1.
        public var confidence: Double
        /// What to do.
        public var fix: String
        /// Before and after the fix.
        public var example: ExplainedSite.Example?
        /// The changed line; null where it was not located.
        public var cause: SourcePlace?
        /// What the cause is.
        public var causeReason: String?
        /// From the benchmark to the site.
        public var callers: [String]
        /// The function that allocates in truth, where it is another one.
        public var leaf: String?
    }

    /// The benchmark's name.
    public var benchmark: String
    /// Its parameters.
    public var parameters: [String: String]
    /// The metric's name.
    public var metric: String
    /// The canonical unit.
    public var unit: String
    /// The level before.
    public var before: Double
    /// The level after.
    public var after: Double
    /// The part of the rise that the sites explain; null without a profile.
    public var explained: Double?
    /// The kinds of evidence that were used.
    public var evidence: [String]
    /// The sites, the largest share first.
    public var sites: [Site]
    /// What limits the answer.
    public var warnings: [Warning]

    /// Makes the view.
    public init(_ explanation: Explanation) {
        let moved = explanation.moved
        benchmark = moved.key.benchmark
        parameters = moved.key.parameters
        metric = moved.key.metric
        unit = moved.unit
        before = moved.before
        after = moved.after
        explained = explanation.explained
        evidence = explanation.evidence
        warnings = explanation.warnings
        sites = explanation.sites.map { site in
            Site(
                file: site.place.file,
                line: site.place.line,
                function: site.function,
                expression: site.expression,
                share: site.share,
                difference: site.difference,
                reason: site.reason,
                chain: site.chain,
                pattern: site.pattern,
                confidence: site.confidence,
                fix: site.fix,
                example: site.example,
                cause: site.cause,
                causeReason: site.causeReason,
                callers: site.callers,
                leaf: site.leaf
            )
        }
    }
}
