/// What one line cost along a line of commits.
public struct SiteHistory: Sendable, Equatable {
    /// The line at one commit.
    public struct Moment: Sendable, Equatable {
        /// The commit.
        public var sha: String
        /// Where the line was then; nil where it was not there yet.
        public var place: SourcePlace?
        /// Objects in the profiles, for each operation where the iterations are known, else in all; nil without a profile.
        public var objects: Double?
        /// Bytes, likewise.
        public var bytes: Double?
        /// Whether the compiler says that it allocates; nil without diagnostics.
        public var isHeap: Bool?
        /// The compiler's words for the line, at most one.
        public var reason: String?

        /// Makes a moment of which only the commit is known.
        public init(sha: String) { self.sha = sha }
    }

    /// The line at the newest commit.
    public var place: SourcePlace
    /// Its past, the oldest first.
    public var moments: [Moment]
    /// What limits the answer.
    public var warnings: [Warning]

    /// Makes a history.
    public init(place: SourcePlace, moments: [Moment] = [], warnings: [Warning] = []) {
        self.place = place
        self.moments = moments
        self.warnings = warnings
    }
}
