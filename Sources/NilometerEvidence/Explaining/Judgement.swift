import NilometerCore

/// What kind of cause a site is, and how sure that is.
struct Judgement {
    var pattern: AllocationPattern
    /// Confidence where the profile and the compiler agree, 0 to 1.
    var confidence: Double
    /// The site that says so; nil where the source text or the profile alone does.
    var site: DiagnosedSite?
    var cause: SourcePlace?
    var causeReason: String?

    init(
        _ pattern: AllocationPattern,
        _ confidence: Double,
        _ site: DiagnosedSite? = nil,
        cause: SourcePlace? = nil,
        because: String? = nil
    ) {
        self.pattern = pattern
        self.confidence = confidence
        self.site = site
        self.cause = cause
        causeReason = because
    }
}
