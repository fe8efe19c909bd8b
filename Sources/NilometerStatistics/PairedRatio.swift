import Foundation

/// By what factor the second of paired values lies above the first, with its interval.
///
/// The Hodges–Lehmann centre of the differences of the logs; it assumes that these are independent and symmetric about it.
public struct PairedRatio: Sendable, Equatable {
    /// The factor, above 0.
    public let factor: Double
    /// The interval of the factor.
    public let interval: ClosedRange<Double>
    /// The coverage that the interval reached, 0 to 1: 5 pairs reach 0.9375, 6 or more at least 0.95.
    public let coverage: Double

    /// Nil where no pair has two finite values above 0; other pairs are left out.
    ///
    /// - Complexity: O(n² log n), and O(n³) for the exact distribution.
    public init?(_ pairs: [(Double, Double)], confidence: Double = 0.95) {
        let logs = pairs.filter { $0.0 > 0 && $0.1 > 0 && $0.0.isFinite && $0.1.isFinite }.map { log($0.1) - log($0.0) }
        guard let centre = SignedRank.centre(logs, confidence: confidence) else { return nil }
        factor = exp(centre.estimate)
        let (low, high) = (exp(centre.interval.lowerBound), exp(centre.interval.upperBound))
        interval = min(low, factor)...max(high, factor)
        coverage = centre.coverage
    }
}
