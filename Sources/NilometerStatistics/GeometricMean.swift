import Foundation

/// The mean of values that multiply.
public enum GeometricMean {
    /// The geometric mean; nil when there is no value, or one is not above 0.
    ///
    /// - Complexity: O(n).
    public static func of(_ values: [Double]) -> Double? {
        guard !values.isEmpty, values.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
        return exp(values.reduce(0) { $0 + log($1) } / Double(values.count))
    }
}
