import NilometerAPI

extension SeriesView {
    /// Whether two series differ in their hosts alone.
    func isStrand(beside other: SeriesView) -> Bool {
        id != other.id && benchmark == other.benchmark && parameters == other.parameters && metric == other.metric
            && machine == other.machine
    }
}
