import Foundation

/// The narrowest interval of the median with as many values below it as above.
///
/// Two-sided, by the binomial distribution; it assumes independent values, and nothing of their distribution.
public struct SymmetricInterval: Sendable, Equatable {
    /// The 1-based rank of the lower end; 0 where the values are too few.
    public let low: Int
    /// The 1-based rank of the upper end; one more than the number of values where they are too few.
    public let high: Int
    /// The coverage reached, 0 to 1.
    public let coverage: Double

    /// The interval for a number of values.
    ///
    /// - Complexity: O(count).
    public init(count: Int, confidence: Double = 0.95) {
        var tail = exp(-Double(count) * log(2))
        var mass = tail
        var found: (low: Int, coverage: Double)?
        if count > 1 {
            for low in 1...(count / 2) {
                if 1 - 2 * tail >= confidence { found = (low, 1 - 2 * tail) }
                mass *= Double(count - low + 1) / Double(low)
                tail += mass
            }
        }
        low = found?.low ?? 0
        high = count + 1 - low
        coverage = found?.coverage ?? 1
    }
}
