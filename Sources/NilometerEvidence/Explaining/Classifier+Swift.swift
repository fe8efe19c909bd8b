import NilometerCore

extension Classifier {
    /// The judgement of what the Swift compiler says; nil for sites of other compilers.
    static func swiftJudgement(of site: DiagnosedSite, _ sure: Double) -> Judgement? {
        switch site.kind {
        case .classInstance:
            // The storage of arrays is a class, too; literals and growing ones look the same.
            site.expression.hasPrefix("_ContiguousArrayStorage<")
                ? Judgement(.unknown, 0.2, site) : Judgement(.classInstance, sure, site)
        case .closureBox: Judgement(.closureContext, sure, site)
        case .escapes, .movedToHeap, .doesNotEscape, .onStack, .other: nil
        }
    }

    /// What the compiler says of a site, in its own words.
    static func reason(of site: DiagnosedSite) -> String {
        switch site.kind {
        case .classInstance: "heap allocated ref of type '\(site.expression)'"
        case .closureBox: "heap allocated box of type '\(site.expression)'"
        case .movedToHeap: "moved to heap: \(site.expression)"
        case .escapes, .doesNotEscape, .onStack, .other: "\(site.expression) escapes to heap"
        }
    }
}
