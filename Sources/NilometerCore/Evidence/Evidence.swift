/// What one file of evidence says, in the one model that all kinds are read into.
///
/// A file has compiler diagnostics, or a profile, or the difference of two revisions' sources; never nothing.
public struct Evidence: Sendable, Equatable {
    /// The permanent id of the kind, such as `go-escape` or `pprof`.
    public var kind: String
    /// The file's name, for messages only.
    public var name: String
    /// What the compiler said of places in the source.
    public var diagnostics: Diagnostics?
    /// What was measured, by stack.
    public var profile: StackProfile?
    /// The difference of the sources of two revisions, by which lines are mapped.
    public var patch: SourcePatch?
    /// What was left out or is doubtful.
    public var warnings: [Warning]

    /// Makes evidence.
    public init(
        kind: String,
        name: String,
        diagnostics: Diagnostics? = nil,
        profile: StackProfile? = nil,
        patch: SourcePatch? = nil,
        warnings: [Warning] = []
    ) {
        self.kind = kind
        self.name = name
        self.diagnostics = diagnostics
        self.profile = profile
        self.patch = patch
        self.warnings = warnings
    }
}
