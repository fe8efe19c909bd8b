/// Why one benchmark and metric got worse: its sites, the largest share first.
public struct Explanation: Sendable, Equatable {
    /// What got worse.
    public var moved: MovedReading
    /// The part of the rise that the sites explain; nil without a profile.
    public var explained: Double?
    /// The ids of the kinds of evidence that were used.
    public var evidence: [String]
    /// The places, the largest share first; empty where the evidence tells none.
    public var sites: [ExplainedSite]
    /// What limits the answer, such as `noLineMap`, `noProfile`, `tinyObjects`, `noEvidence`.
    public var warnings: [Warning]

    /// Makes an explanation.
    public init(
        moved: MovedReading,
        explained: Double? = nil,
        evidence: [String] = [],
        sites: [ExplainedSite] = [],
        warnings: [Warning] = []
    ) {
        self.moved = moved
        self.explained = explained
        self.evidence = evidence
        self.sites = sites
        self.warnings = warnings
    }
}
