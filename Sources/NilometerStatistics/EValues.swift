import Foundation

/// e-values: evidence that may be added up over any dependence and any number of looks.
///
/// Sources: V. Vovk and R. Wang, 2021; R. Wang and A. Ramdas, 2022.
public enum EValues {
    /// The e-value κ·p^(κ−1) of a p, with κ a half by default; infinite at 0.
    public static func value(ofP p: Double, power: Double = 0.5) -> Double {
        power / (power == 0.5 ? p.squareRoot() : pow(p, 1 - power))
    }

    /// The indexes of the e-values that are rejected at false-discovery rate `rate`, in rising order.
    ///
    /// They are the k largest, k being the largest number with the k-th at least m/(k·rate).
    ///
    /// - Complexity: O(m log m).
    public static func rejected(_ values: [Double], rate: Double) -> [Int] {
        let order = values.indices.sorted { values[$0] > values[$1] || values[$0] == values[$1] && $0 < $1 }
        var kept = 0
        for (place, index) in order.enumerated()
        where values[index] >= Double(values.count) / (Double(place + 1) * rate) {
            kept = place + 1
        }
        return order.prefix(kept).sorted()
    }
}
