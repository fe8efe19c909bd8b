/// How different two distributions are, by the distances between values.
///
/// Source: G. J. Székely and M. L. Rizzo, 2004; V-statistics, which count the distance of a value from itself.
public struct EnergyStatistics: Sendable, Equatable {
    /// Twice the mean distance across less the mean distances within.
    public let energy: Double
    /// The energy times n·m/(n + m).
    public let statistic: Double
    /// The energy over twice the mean distance across: 0 for alike, 1 for apart; 0 when all values are equal.
    public let coefficient: Double

    /// Compares two samples; nil when one is empty.
    ///
    /// - Complexity: O(N log N): sums of distances in a sorted sample are running sums.
    public init?(_ first: [Double], _ second: [Double]) {
        guard !first.isEmpty, !second.isEmpty else { return nil }
        let (n, m) = (Double(first.count), Double(second.count))
        let within = (Self.distances(first), Self.distances(second))
        let across = 2 * ((Self.distances(first + second) - within.0 - within.1) / (n * m))
        energy = across - 2 * within.0 / (n * n) - 2 * within.1 / (m * m)
        statistic = n * m / (n + m) * energy
        coefficient = across > 0 ? energy / across : 0
    }

    /// The sum of the distances of all pairs.
    private static func distances(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        // Values are taken relative to the middle one, so that large levels do not cancel.
        let centre = sorted[sorted.count / 2]
        var (sum, before) = (0.0, 0.0)
        for (place, value) in sorted.enumerated() {
            sum += (value - centre) * Double(place) - before
            before += value - centre
        }
        return sum
    }
}
