/// Corrects p for the number of tests made together.
public enum FalseDiscovery {
    /// Benjamini and Hochberg's adjusted p, in the order given: rejecting those at most q keeps the expected share of false
    /// ones among the rejected at most q.
    ///
    /// Source: Y. Benjamini and Y. Hochberg, 1995. It assumes independent or positively dependent tests.
    ///
    /// - Complexity: O(n log n).
    public static func benjaminiHochberg(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] > values[$1] || values[$0] == values[$1] && $0 > $1 }
        var adjusted = values
        var least = 1.0
        for (place, index) in order.enumerated() {
            least = min(least, values[index] * Double(values.count) / Double(values.count - place))
            adjusted[index] = least
        }
        return adjusted
    }
}
