/// The middle of some values.
public enum Median {
    /// The median; the mean of the two middle values when their number is even; nil when there is none.
    ///
    /// Values that are not numbers are not for this function: their order is undefined.
    ///
    /// - Complexity: O(n log n).
    public static func of(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = Selection.sorted(values)
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2
    }
}
