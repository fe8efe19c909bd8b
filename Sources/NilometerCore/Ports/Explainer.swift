/// What finds reasons in evidence.
public protocol Explainer: Sendable {
    /// The reasons why these readings got worse between two commits, one explanation for each, in the order given.
    ///
    /// Files that cannot be read become warnings.
    func explanations(of moved: [MovedReading], before: EvidenceSide, after: EvidenceSide) -> [Explanation]

    /// What one line of the newest side cost along the sides, which are in the order of commits, the oldest first.
    ///
    /// A side's own patch leads from the side before it to it.
    func history(of place: SourcePlace, in sides: [EvidenceSide]) -> SiteHistory
}
