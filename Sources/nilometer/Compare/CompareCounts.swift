/// What decides the status of a gate.
struct CompareCounts {
    var regressed: Int
    var inconclusive: Int
    /// Whether nothing was compared although there is something to compare with.
    var nothingCompared: Bool

    /// 0 to pass, 1 for a regression, 3 when nothing was compared or what was asked to be conclusive is not.
    func status(requireConclusive: Bool) -> Int32 {
        if regressed > 0 { return 1 }
        return nothingCompared || requireConclusive && inconclusive > 0 ? 3 : 0
    }
}
