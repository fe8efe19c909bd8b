extension [Double] {
    /// The value below which a share of sorted values lies, by nearest rank; not a number where there are none.
    func quantile(_ share: Double) -> Double {
        guard !isEmpty else { return .nan }
        return self[Swift.min(count - 1, Swift.max(0, Int((share * Double(count)).rounded(.up)) - 1))]
    }
}
