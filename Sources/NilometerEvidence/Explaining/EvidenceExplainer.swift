public import NilometerCore

/// Explains rises of allocations by evidence of two commits.
///
/// The profile gives the line and its share, the compiler's diagnostics the reason; the kind of cause follows from both. Of
/// metrics other than objects and bytes of an operation nothing is said.
public struct EvidenceExplainer: Explainer {
    /// Makes the explainer.
    public init() {}

    /// One explanation for each reading, in their order.
    public func explanations(
        of moved: [MovedReading],
        before: EvidenceSide,
        after: EvidenceSide
    ) -> [Explanation] {
        let explaining = Explaining(before: before, after: after)
        return moved.map { explaining.explanation(of: $0, among: moved) }
    }

    /// What one line cost along the sides.
    public func history(of place: SourcePlace, in sides: [EvidenceSide]) -> SiteHistory {
        LineHistory(place: place, sides: sides).history
    }
}
