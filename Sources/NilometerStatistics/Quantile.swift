/// Quantiles of some values.
public enum Quantile {
    /// The quantile as benchstat takes it (Hyndman and Fan's eighth definition); nil when there is no value.
    ///
    /// `share` lies between 0 and 1; the ends are the extreme values. At a half this is the median.
    ///
    /// - Complexity: O(n log n).
    public static func of(_ values: [Double], at share: Double) -> Double? {
        guard let first = values.first else { return nil }
        guard values.count > 1, share >= 0, share <= 1 else { return values.count == 1 ? first : nil }
        let sorted = values.sorted()
        let place = 1.0 / 3 + share * (Double(sorted.count) + 1.0 / 3)
        let whole = place.rounded(.down)
        guard whole >= 1 else { return sorted[0] }
        guard Int(whole) < sorted.count else { return sorted[sorted.count - 1] }
        let (low, high) = (sorted[Int(whole) - 1], sorted[Int(whole)])
        return low + (place - whole) * (high - low)
    }
}
