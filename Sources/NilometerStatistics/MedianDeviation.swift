/// The spread of values as the median of their distances from the median.
public enum MedianDeviation {
    /// What makes it estimate the standard deviation of normal values.
    public static let normalFactor = 1.482602218505602

    /// The median of the distances from the median; nil when there is no value.
    ///
    /// - Complexity: O(n) typical.
    public static func of(_ values: [Double]) -> Double? {
        var copy = values
        guard let middle = Selection.median(of: &copy) else { return nil }
        for place in copy.indices { copy[place] = abs(copy[place] - middle) }
        return Selection.median(of: &copy)
    }
}
