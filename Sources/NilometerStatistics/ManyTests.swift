/// Corrections of p where many tests are made, beside `FalseDiscovery`.
///
/// All keep the order given; p of exactly 0 or 1 are allowed.
public enum ManyTests {
    /// Benjamini and Yekutieli, 2001: the false-discovery rate at which each would be rejected, for any dependence.
    ///
    /// - Complexity: O(m log m).
    public static func benjaminiYekutieli(_ p: [Double]) -> [Double] {
        let factor = p.indices.reduce(0) { $0 + 1 / Double($1 + 1) }
        return FalseDiscovery.benjaminiHochberg(p.map { $0 * factor })
    }

    /// Holm, 1979: the level at which each would be rejected while the chance of any false one stays below it.
    ///
    /// - Complexity: O(m log m).
    public static func holm(_ p: [Double]) -> [Double] {
        var adjusted = p
        var largest = 0.0
        for (place, index) in order(p).enumerated() {
            largest = max(largest, min(1, Double(p.count - place) * p[index]))
            adjusted[index] = largest
        }
        return adjusted
    }

    /// Simes, 1986: one p for the whole group; 1 for none.
    ///
    /// - Complexity: O(m log m).
    public static func simes(_ p: [Double]) -> Double {
        p.sorted().enumerated().reduce(1) { min($0, Double(p.count) * $1.element / Double($1.offset + 1)) }
    }

    private static func order(_ p: [Double]) -> [Int] {
        p.indices.sorted { p[$0] < p[$1] || p[$0] == p[$1] && $0 < $1 }
    }
}
