/// What a compiler said of a source, as unordered facts.
///
/// Text order and columns mean nothing; the same body that is inlined at several calls repeats its sites.
public struct Diagnostics: Sendable, Equatable {
    /// Places that allocate, or that the compiler says do not.
    public var sites: [DiagnosedSite]
    /// Parameters that are kept by their function.
    public var leaks: [LeakingParameter]
    /// Which functions can be inlined.
    public var inlining: [InliningDecision]
    /// Where calls were inlined.
    public var inlinedCalls: [InlinedCall]
    /// The compiler's version, where the file names it.
    public var toolchain: String?

    /// Makes diagnostics; nothing by default.
    public init(
        sites: [DiagnosedSite] = [],
        leaks: [LeakingParameter] = [],
        inlining: [InliningDecision] = [],
        inlinedCalls: [InlinedCall] = [],
        toolchain: String? = nil
    ) {
        self.sites = sites
        self.leaks = leaks
        self.inlining = inlining
        self.inlinedCalls = inlinedCalls
        self.toolchain = toolchain
    }
}
