/// Pulls single far values back to their neighbours.
public enum Clipping {
    /// Each value at most three spreads from the median of the eleven around it, fewer at the ends.
    ///
    /// The spread is the larger of the window's and of the median over all windows; in a window it is the 80 % quantile of the
    /// distances to the median, divided by 1.2816, so that a second mode of 30 % is left as it is. Steps are kept.
    ///
    /// - Complexity: O(n).
    public static func clipped(_ values: [Double]) -> [Double] {
        guard values.count > 2 else { return values }
        let windows = values.indices.map { place -> (middle: Double, spread: Double) in
            let window = Array(values[max(0, place - 5)...min(values.count - 1, place + 5)])
            let middle = Median.of(window) ?? values[place]
            let distances = window.map { abs($0 - middle) }.sorted()
            return (middle, distances[Int(0.8 * Double(distances.count - 1))] / 1.2816)
        }
        let usual = Median.of(windows.map(\.spread)) ?? 0
        return zip(values, windows).map { value, window in
            let limit = 3 * max(usual, window.spread)
            return limit > 0 ? min(window.middle + limit, max(window.middle - limit, value)) : value
        }
    }
}
